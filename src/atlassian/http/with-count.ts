import type { Http } from './http.ts';

/** Tells of every call that leaves. */
export function withCount(next: Http, onCall: (() => void) | undefined): Http {
  if (!onCall) return next;
  return (call, signal) => {
    onCall();
    return next(call, signal);
  };
}
