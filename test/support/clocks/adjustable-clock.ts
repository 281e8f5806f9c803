import { systemClock } from '../../../src/clock.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';

/**
 * The machine's clock, whose date and time can be put forward. What is measured and slept continues
 * at its own pace, unless time is said to pass.
 */
export class AdjustableClock implements Clock {
  #aheadMs = 0;
  #passedMs = 0;
  /** Aborted when time passes: whoever sleeps looks how long it still has to. */
  #passing = new AbortController();

  now(): number {
    return systemClock.now() + this.#aheadMs;
  }

  monotonicMs(): number {
    return systemClock.monotonicMs() + this.#passedMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const untilMs = this.monotonicMs() + ms;
    let leftMs = ms;
    do {
      const passing = this.#passing.signal;
      const woken = signal ? AbortSignal.any([signal, passing]) : passing;
      await systemClock.sleep(leftMs, woken).catch(() => signal?.throwIfAborted());
      leftMs = untilMs - this.monotonicMs();
    } while (leftMs > 0);
  }

  /** The date goes on by `ms` at once. */
  ahead(ms: number): void {
    this.#aheadMs += ms;
  }

  /** `ms` pass at once: as `ahead`, and for whoever measures or sleeps as well. */
  pass(ms: number): void {
    this.ahead(ms);
    this.#passedMs += ms;
    const sleepers = this.#passing;
    this.#passing = new AbortController();
    sleepers.abort();
  }
}
