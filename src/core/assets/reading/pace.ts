import type { Clock } from '../../kernel/clock.ts';

/** How a reading goes on: until when, by which clock, and how many calls side by side at most. */
export interface Pace {
  signal: AbortSignal;
  clock: Clock;
  width?: number | undefined;
}
