import { SiteRedirects, type Http, type HttpAnswer } from '../http/http.ts';

const LOGIN_PAGE = /login|\/saml|\/sso|oauth/i;

/**
 * Data Center, and what logs people in before it, say in three ways that the credentials count for
 * nothing: with JSON, with a web page, with a redirect to where people log in (assets-api: G).
 * Above this layer it is always a 401 of the API itself.
 */
export function withServerLogin(next: Http): Http {
  return async (call, signal) => {
    try {
      const answer = await next(call, signal);
      return answer.status === 401 ? refusalOf(answer.headers) : answer;
    } catch (error) {
      if (error instanceof SiteRedirects && LOGIN_PAGE.test(error.location ?? ''))
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

/** Each wrong log-in counts, and the third one locks the account behind a CAPTCHA. */
export const isLogInRefused = ({ status, headers }: HttpAnswer): boolean =>
  status === 401 || headers['x-authentication-denied-reason'] !== undefined;
