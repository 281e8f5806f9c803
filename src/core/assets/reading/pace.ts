import type { Clock } from '../../kernel/time/clock.ts';

/**
 * How fast objects are read or written: when to stop, by which clock, how many calls side by side
 * at most, and how many results a second are enough.
 */
export interface Pace {
  signal: AbortSignal;
  clock: Clock;
  width?: number | undefined;
  enoughPerSecond?: number | undefined;
}
