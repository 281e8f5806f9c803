import type { Http } from './http.ts';

/** Signs every call with this header. */
export function withAuthorization(next: Http, authorization: string): Http {
  return (call, signal) => next({ ...call, headers: { ...call.headers, authorization } }, signal);
}
