import { Refused } from '../../core/kernel/errors.ts';
import type { Http } from './http.ts';

/**
 * Adds Basic authentication, and sees through the dead token trap: on endpoints that strangers
 * reach, a revoked token gets a 200 with an empty answer, and only the header X-Seraph-LoginReason
 * tells (assets-api: C.4). @throws Refused `token-refused`
 */
export function withBasicAuth(next: Http, email: string, token: string): Http {
  const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
  return async (call, signal) => {
    const answer = await next({ ...call, headers: { ...call.headers, authorization } }, signal);
    const reason = answer.headers['x-seraph-loginreason'] ?? '';
    if (answer.status === 401 || /AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/.test(reason))
      throw new Refused(
        'token-refused',
        'Atlassian refused the API token. Edit the configuration.',
      );
    return answer;
  };
}
