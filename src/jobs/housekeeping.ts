import type { Log } from '../core/kernel/log.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { Failure, Round } from '../core/kernel/loops/work-through.ts';
import { whyOf } from './why-of.ts';

/** A recurring task over many things. */
export interface Duty {
  name: string;
  run: (signal: AbortSignal) => Promise<Round>;
}

/**
 * Repeats small duties until it is stopped. A duty that fails is tried again in the next round, and
 * so are single things that could not be done. The log reports the failure of a single thing once,
 * and its end; a duty that fails as a whole is reported each round.
 */
export class Housekeeping {
  readonly #duties: Duty[];
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #everyMs: number;
  readonly #stop = new AbortController();
  /** Duty → what of it could not be done in the last round → why. */
  readonly #failing = new Map<string, Map<string, string>>();
  #loop: Promise<void> = Promise.resolve();

  constructor(options: { duties: Duty[]; clock: Clock; log: Log; everyMs: number }) {
    this.#duties = options.duties;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#everyMs = options.everyMs;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The service is stopping.'));
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      for (const duty of this.#duties) await this.#do(duty);
      await this.#clock.sleep(this.#everyMs, this.#stop.signal).catch(() => undefined);
    }
  }

  async #do({ name, run }: Duty): Promise<void> {
    try {
      const { done, failed } = await run(this.#stop.signal);
      this.#note(name, failed);
      if (done > 0) this.#log.info({ duty: name, done }, 'Housekeeping task done.');
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#log.warn(
        { duty: name, why: whyOf(error) },
        'A housekeeping task failed. It will be retried.',
      );
    }
  }

  #note(duty: string, failed: readonly Failure[]): void {
    const before = this.#failing.get(duty) ?? new Map<string, string>();
    const now = new Map(failed.map(({ what, error }) => [what, whyOf(error)]));
    for (const [what, reason] of now)
      if (before.get(what) !== reason)
        this.#log.warn(
          { duty, what, why: reason },
          'A housekeeping task failed for one item. The others were done, and this one will be retried.',
        );
    for (const what of before.keys())
      if (!now.has(what))
        this.#log.info({ duty, what }, 'A housekeeping task that had failed for one item is done.');
    this.#failing.set(duty, now);
  }
}
