import type { Http } from './http.ts';

/** Calls back for every call that is sent. */
export function withCount(next: Http, onCall: (() => void) | undefined): Http {
  if (!onCall) return next;
  return (call, signal) => {
    onCall();
    return next(call, signal);
  };
}
