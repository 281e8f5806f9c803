import { SiteRedirects, type Http, type HttpAnswer } from '../http/http.ts';

const LOGIN_PAGE = /login|\/saml|\/sso|oauth/i;

/**
 * Data Center, and what logs people in before it, say in three ways that the credentials count for
 * nothing: with JSON, with a web page, with a redirect to where people log in (assets-api: G).
 * Above this layer it is always a 401 of the API itself. Of what a site may not have, a server says
 * so in XML, and above this layer in JSON.
 */
export function withDataCenterLogin(next: Http): Http {
  return async (call, signal) => {
    try {
      const answer = await next(call, signal);
      if (answer.status === 401) return refusalOf(answer.headers);
      return call.optional && isRouteUnknown(answer) ? { ...answer, body: NO_ROUTE } : answer;
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

const NO_ROUTE = Buffer.from(JSON.stringify({ errorMessages: ['No such address.'], errors: {} }));
const XML_404 = /<status-code>404</;

/** Jira itself says so of every address that none of its parts knows (assets-api: G). */
const isRouteUnknown = ({ status, body }: HttpAnswer): boolean =>
  status === 404 && XML_404.test(body.subarray(0, MAX_XML).toString());
const MAX_XML = 1_000;

/**
 * Believed at once: each wrong log-in counts, and the third one locks the account behind a CAPTCHA;
 * an address that a server does not know does not appear while it runs.
 */
export const isFinalRefusal = ({ status, headers, body }: HttpAnswer): boolean =>
  status === 401 || headers['x-authentication-denied-reason'] !== undefined || body === NO_ROUTE;
