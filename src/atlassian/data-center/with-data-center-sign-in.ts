import { SiteRedirects, type Http, type HttpAnswer } from '../http/http.ts';
import { isRouteUnknown } from './is-route-unknown.ts';

const SIGN_IN_PAGE = /log-?in|sign-?in|\/saml|\/sso|oauth|openid|\/adfs\//i;

/**
 * Data Center, or a single sign-on in front of it, rejects credentials in three ways: with JSON,
 * with a web page, or with a redirect to a sign-in page (assets-api: G). Above this layer, it's
 * always a 401 from the API itself. An address that a server doesn't know is a refusal only of an
 * optional call: any other is known, unless Assets isn't running.
 */
export function withDataCenterSignIn(next: Http): Http {
  return async (call, signal) => {
    try {
      const answer = await next(call, signal);
      if (answer.status === 401) return refusalOf(answer.headers);
      if (!isRouteUnknown(answer)) return answer;
      return { ...answer, body: call.optional ? NO_ROUTE : NOT_RUNNING };
    } catch (error) {
      if (error instanceof SiteRedirects && SIGN_IN_PAGE.test(error.location ?? ''))
        return refusalOf({});
      throw error;
    }
  };
}

const BODY = Buffer.from(JSON.stringify({ errorMessages: ['Log in.'], errors: {} }));

const refusalOf = (headers: HttpAnswer['headers']): HttpAnswer => ({
  status: 401,
  headers,
  body: BODY,
});

const NO_ROUTE = Buffer.from(JSON.stringify({ errorMessages: ['No such address.'], errors: {} }));
const NOT_RUNNING = Buffer.from('No such address.');

/**
 * What is believed at once. Each failed sign-in with a password counts, and the third one locks the
 * account behind a CAPTCHA; a token is tried once more, because what is in front of Jira may reject
 * anything for a moment. An address that a server doesn't know won't appear while it's running.
 */
export const finalRefusals =
  ({ mayLock }: { mayLock: boolean }) =>
  ({ status, headers, body }: HttpAnswer): boolean =>
    (mayLock && status === 401) ||
    headers['x-authentication-denied-reason'] !== undefined ||
    body === NO_ROUTE;
