import type { Http } from './http.ts';

/** Adds Basic authentication. */
export function withBasicAuth(next: Http, email: string, token: string): Http {
  const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
  return (call, signal) => next({ ...call, headers: { ...call.headers, authorization } }, signal);
}
