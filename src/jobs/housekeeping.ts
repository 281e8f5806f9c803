import type { Log } from '../core/kernel/log.ts';
import type { Clock } from '../core/kernel/clock.ts';

/** Repeats small duties until it is stopped; one that fails is tried again in the next round. */
export class Housekeeping {
  readonly #duties: { name: string; run: () => Promise<number> }[];
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #everyMs: number;
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(options: {
    duties: { name: string; run: () => Promise<number> }[];
    clock: Clock;
    log: Log;
    everyMs: number;
  }) {
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
      for (const { name, run } of this.#duties) {
        const done = await run().catch((error: unknown) => {
          this.#log.warn(
            { duty: name, why: error instanceof Error ? error.message : 'unknown' },
            'A duty failed; it is tried again.',
          );
          return 0;
        });
        if (done > 0) this.#log.info({ duty: name, done }, 'A duty was done.');
      }
      await this.#clock.sleep(this.#everyMs, this.#stop.signal).catch(() => undefined);
    }
  }
}
