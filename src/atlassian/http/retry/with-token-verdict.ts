import { Refused } from '../../../core/kernel/errors.ts';
import type { Http, HttpAnswer } from '../http.ts';
import { isLoginDead, isTokenRefused } from './outcome.ts';
import { errorText, quotedErrorText } from '../site-errors.ts';

/** Assets says so of a token with scopes that has not the one for this call (assets-api: A.2). */
const SCOPE = /\bscope/i;

/**
 * Stands above the retries, which confirm it. Recognizes the dead token trap: on endpoints open to
 * strangers, a revoked token gets a 200 with an empty answer, and only a header shows it
 * (assets-api: C.4). `isOwn`: the token is the app's own. @throws Refused `token-refused` |
 * `scope-missing` | `captcha-required` | `own-access-refused`
 */
export function withTokenVerdict(next: Http, { isOwn }: { isOwn: boolean }): Http {
  return async (call, signal) => {
    const answer = await next(call, signal);
    if (!isTokenRefused(answer)) return answer;
    if (asksForCaptcha(answer))
      throw new Refused(
        'captcha-required',
        'Jira wants a CAPTCHA from this account after several failed sign-ins. Sign in to Jira with it once in a browser, then try again.',
      );
    // For an undocumented call, a 401 may only mean that it doesn't accept tokens.
    if (call.optional && answer.status === 401 && !isLoginDead(answer)) return answer;
    if (isOwn) throw new Refused('own-access-refused', refusalOfOwn(answer));
    if (SCOPE.test(errorText(answer)))
      throw new Refused(
        'scope-missing',
        `The API token lacks the scope for ${call.endpoint}.${quotedErrorText(answer)} Create a token with that scope, or one without scopes, and replace it in Settings.`,
      );
    throw new Refused('token-refused', 'Jira rejected the API token. Replace it in Settings.');
  };
}

const refusalOfOwn = (answer: HttpAnswer): string =>
  SCOPE.test(errorText(answer))
    ? `The app lacks a permission on this site.${quotedErrorText(answer)} Update the app in Jira, or connect an account in Settings.`
    : "This site doesn't let the app in without an account. Connect an account in Settings.";

/** Data Center accepts no password after several wrong ones (assets-api: D.1, G). */
const asksForCaptcha = ({ headers }: HttpAnswer): boolean =>
  (headers['x-authentication-denied-reason'] ?? '').startsWith('CAPTCHA');
