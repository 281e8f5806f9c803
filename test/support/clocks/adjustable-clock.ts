import { systemClock } from '../../../src/clock.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';

/**
 * The machine's clock, whose date and time can be put forward. What is measured and slept continues
 * at its own pace.
 */
export class AdjustableClock implements Clock {
  #aheadMs = 0;

  now(): number {
    return systemClock.now() + this.#aheadMs;
  }

  monotonicMs(): number {
    return systemClock.monotonicMs();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }

  /** Goes on by `ms` at once. */
  ahead(ms: number): void {
    this.#aheadMs += ms;
  }
}
