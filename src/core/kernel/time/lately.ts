import { CLOCK_TOLERANCE_MS } from './clock.ts';

/** From one moment to another, both included. */
export interface TimeSpan {
  from: Date;
  to: Date;
}

/**
 * When something must have happened to have happened lately: within `ms`. What lies further ahead
 * than clocks differ was dated by a clock that was wrong: nobody knows when it happened.
 */
export const lately = (ms: number, nowMs: number): TimeSpan => ({
  from: new Date(nowMs - ms),
  to: new Date(nowMs + CLOCK_TOLERANCE_MS),
});

export function isLately(at: Date, ms: number, nowMs: number): boolean {
  const { from, to } = lately(ms, nowMs);
  return at > from && at <= to;
}
