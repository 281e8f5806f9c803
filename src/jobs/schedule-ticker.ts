import type { Log } from '../core/kernel/log.ts';
import { schedule, type ScheduledTask } from 'node-cron';
import type { Clock } from '../core/kernel/clock.ts';
import type { FireSlots } from '../core/schedules/fire-slots.ts';

/**
 * Every second: a slot's backup is queued as soon as its minute has begun, and a tick with nothing
 * due is one small query.
 */
const EVERY_SECOND = '* * * * * *';

/** node-cron would say of each second that a long round takes that it was left out. */
const QUIET = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

/**
 * node-cron stands still after the machine's clock was put back, until the clock is where it was.
 */
const STILL_MS = 30_000;

/**
 * Looks for slots that have come, again and again, one round at a time. What fails is tried again
 * at the next tick.
 */
export class ScheduleTicker {
  readonly #slots: FireSlots;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #task: ScheduledTask | undefined;
  #round: Promise<void> = Promise.resolve();
  /** When a round began or ended last; Infinity while one is going. */
  #lastMs = 0;

  constructor({ slots, clock, log }: { slots: FireSlots; clock: Clock; log: Log }) {
    this.#slots = slots;
    this.#clock = clock;
    this.#log = log;
  }

  start(): void {
    this.#lastMs = this.#clock.monotonicMs();
    const tick = (): Promise<void> => {
      this.#round = this.#tick();
      return this.#round;
    };
    const options = { noOverlap: true, suppressMissedWarning: true, logger: QUIET };
    this.#task = schedule(EVERY_SECOND, tick, options);
  }

  /**
   * Begins to tick anew where the ticks have stood still; returns how many tickers did. To be
   * called now and then.
   */
  async revive(): Promise<number> {
    if (this.#stop.signal.aborted || this.#clock.monotonicMs() - this.#lastMs < STILL_MS) return 0;
    await this.#task?.destroy();
    this.start();
    return 1;
  }

  /** No new round; resolves when the one in hand has put down what it holds. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The service is stopping.'));
    await this.#task?.destroy();
    await this.#round;
  }

  async #tick(): Promise<void> {
    this.#lastMs = Infinity;
    try {
      const { failed, ...done } = await this.#slots.round(this.#stop.signal);
      if (done.queued + done.skipped + done.waited > 0)
        this.#log.info(done, 'Slots of schedules have come.');
      for (const {
        schedule: { tenantId, catalogId },
        error,
      } of failed)
        this.#log.warn(
          { tenant: tenantId, schema: catalogId, why: why(error) },
          'A slot could not be dealt with; it is tried again.',
        );
    } catch (error) {
      this.#log.warn({ why: why(error) }, 'The schedules cannot be read; trying again.');
    } finally {
      this.#lastMs = this.#clock.monotonicMs();
    }
  }
}

const why = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
