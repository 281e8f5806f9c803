/** Time as a value that is passed in, so that tests can step it. */
export interface Clock {
  /** Wall clock, milliseconds since 1970 (UTC). */
  now(): number;
  /** A clock that never goes back, milliseconds since an arbitrary start. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Clocks of machines differ by so much; a time that is further ahead is of one that is wrong. */
export const CLOCK_TOLERANCE_MS = 300_000;
