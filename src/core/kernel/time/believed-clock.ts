import type { Clock } from './clock.ts';

/**
 * For what deletes for good: a clock that leapt ahead is believed if it still says so at the next
 * reading. The first reading says 0.
 */
export class BelievedClock {
  readonly #clock: Pick<Clock, 'now' | 'monotonicMs'>;
  #last: { nowMs: number; monotonicMs: number } | undefined;

  constructor(clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    this.#clock = clock;
  }

  now(): number {
    const reading = { nowMs: this.#clock.now(), monotonicMs: this.#clock.monotonicMs() };
    const last = this.#last;
    this.#last = reading;
    if (!last) return 0;
    return Math.min(reading.nowMs, last.nowMs + reading.monotonicMs - last.monotonicMs);
  }
}
