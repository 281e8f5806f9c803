import { schedule, type ScheduledTask } from 'node-cron';
import type { FireSlots } from '../core/schedule/fire-slots.ts';

/** Every second: a slot's backup is queued as soon as its minute has begun, and a tick with nothing due is one small query. */
const EVERY_SECOND = '* * * * * *';

/** node-cron would say of each second that a long round takes that it was left out. */
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Looks for slots that have come, again and again, one round at a time. What fails is tried again at the next tick. */
export class ScheduleTicker {
  readonly #slots: FireSlots;
  readonly #log: Log;
  readonly #stop = new AbortController();
  #task: ScheduledTask | undefined;
  #round: Promise<void> = Promise.resolve();

  constructor({ slots, log }: { slots: FireSlots; log: Log }) {
    this.#slots = slots;
    this.#log = log;
  }

  start(): void {
    this.#task = schedule(EVERY_SECOND, () => (this.#round = this.#tick()), { noOverlap: true, suppressMissedWarning: true, logger: QUIET });
  }

  /** No new round; resolves when the one in hand has put down what it holds. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The service is stopping.'));
    await this.#task?.destroy();
    await this.#round;
  }

  async #tick(): Promise<void> {
    try {
      const { failed, ...done } = await this.#slots.round(this.#stop.signal);
      if (done.queued + done.skipped + done.waited > 0) this.#log.info(done, 'Slots of schedules have come.');
      for (const { schedule: { tenantId, catalogId }, error } of failed) this.#log.warn({ tenant: tenantId, schema: catalogId, why: why(error) }, 'A slot could not be dealt with; it is tried again.');
    } catch (error) {
      this.#log.warn({ why: why(error) }, 'The schedules cannot be read; trying again.');
    }
  }
}

const why = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
