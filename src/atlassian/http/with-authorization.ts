import type { Http } from './http.ts';

/** A fixed header, or a function that returns one before each call. */
export type Authorization = string | (() => Promise<string>);

/** Signs every call with this header. */
export function withAuthorization(next: Http, authorization: Authorization): Http {
  return async (call, signal) => {
    const header = typeof authorization === 'string' ? authorization : await authorization();
    return next({ ...call, headers: { ...call.headers, authorization: header } }, signal);
  };
}
