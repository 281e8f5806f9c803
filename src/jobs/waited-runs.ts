import { ProductError } from '../core/kernel/errors.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import { RecentMap } from '../core/kernel/collections/recent-map.ts';
import type { ClaimedRun } from '../core/runs/run-lease.ts';
import type { RunWaiting } from '../core/runs/run.ts';
import type { Waited } from '../core/runs/sleep-after.ts';

const MAX_REMEMBERED = 1_000;

/**
 * How long runs have waited for the same thing: on this process's own monotonic clock as far as it
 * was there, else by what the holder before has noted.
 */
export class WaitedRuns {
  readonly #clock: Clock;
  readonly #since = new RecentMap<string, { code: string; ms: number }>(MAX_REMEMBERED);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Up to now, for what the error says. */
  of({ run, waiting }: ClaimedRun, thrown: unknown): Waited {
    const code = thrown instanceof ProductError ? thrown.code : '';
    const before = waiting?.code === code ? waiting : undefined;
    const now = this.#clock.monotonicMs();
    const known = this.#since.get(run.id);
    if (before && known?.code === code) return { ms: now - known.ms, times: before.times };
    const ms = before ? this.#sinceMs(before) : 0;
    this.#since.set(run.id, { code, ms: now - ms });
    return { ms, times: before?.times ?? 0 };
  }

  /** No longer than it was put to sleep for: the clock may have leapt ahead meanwhile. */
  #sinceMs({ since, sleptMs = Infinity }: RunWaiting): number {
    return Math.max(0, Math.min(this.#clock.now() - since.getTime(), sleptMs));
  }

  forget(id: string): void {
    this.#since.delete(id);
  }
}
