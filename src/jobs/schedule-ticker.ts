import type { Log } from '../core/kernel/log.ts';
import { createTask, type ScheduledTask } from 'node-cron';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { FireSlots, Round } from '../core/schedules/fire-slots.ts';
import { whyOf } from './why-of.ts';

/**
 * Every second: a slot's backup is queued as soon as its minute has begun, and a tick with nothing
 * due is one small query.
 */
const EVERY_SECOND = '* * * * * *';
const SECOND_MS = 1_000;

/**
 * Looks for slots that have come, again and again, one round at a time. What fails is tried again
 * at the next tick.
 *
 * node-cron says when the next tick is and runs it; its own timer is never started, for that walks
 * through every second that the machine's clock has leapt over, and stands still while the clock is
 * behind where it was. Here each wait is computed again from now.
 */
export class ScheduleTicker {
  readonly #slots: FireSlots;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stop = new AbortController();
  readonly #task: ScheduledTask;
  /** Tenant and schema → why its slot could not be queued in the last round. */
  #failing: ReadonlyMap<string, string> = new Map();
  #loop: Promise<void> = Promise.resolve();

  constructor({ slots, clock, log }: { slots: FireSlots; clock: Clock; log: Log }) {
    this.#slots = slots;
    this.#clock = clock;
    this.#log = log;
    this.#task = createTask(EVERY_SECOND, () => this.#tick());
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** No new round; resolves when the current one has put down what it holds. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The service is stopping.'));
    await this.#loop;
    await this.#task.destroy();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#clock.sleep(this.#untilNextMs(), signal).catch(() => undefined);
      if (!signal.aborted) await this.#task.execute();
    }
  }

  /** A second at most, whatever happens to the clock. */
  #untilNextMs(): number {
    const [next] = this.#task.getNextRuns(1);
    const ms = Number(next) - this.#clock.now();
    return ms > 0 && ms < SECOND_MS ? ms : SECOND_MS;
  }

  async #tick(): Promise<void> {
    try {
      const { failed, healed, ...done } = await this.#slots.round(this.#stop.signal);
      if (healed > 0)
        this.#log.warn(
          { schedules: healed },
          "Schedules had dates that can't be right: a machine's clock had been ahead, or their data was changed in the database. They were recalculated from now.",
        );
      if (done.queued + done.skipped + done.waited > 0)
        this.#log.info(done, 'Scheduled backups are due.');
      this.#noteFailed(failed);
    } catch (error) {
      this.#log.warn({ why: whyOf(error) }, "The schedules can't be read. Retrying.");
    }
  }

  /** Each once for as long as it fails for the same reason: a round comes every second. */
  #noteFailed(failed: Round['failed']): void {
    const before = this.#failing;
    const failing = new Map<string, string>();
    for (const { schedule, error } of failed) {
      const { tenantId: tenant, catalogId: schema } = schedule;
      const name = `${tenant} ${schema}`;
      failing.set(name, whyOf(error));
      if (before.get(name) === whyOf(error)) continue;
      this.#log.warn(
        { tenant, schema, why: whyOf(error) },
        "A scheduled backup couldn't be queued. It will be retried.",
      );
    }
    this.#failing = failing;
  }
}
