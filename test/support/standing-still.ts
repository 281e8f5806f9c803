import type { Clock } from '../../src/core/kernel/time/clock.ts';

type Method = (...given: unknown[]) => Promise<unknown>;

/**
 * Something of several steps that stands still before one of them, as a process does that was
 * killed, or whose machine slept. `wake` lets it go on, however late.
 */
export class StandingStill {
  readonly #at: number;
  readonly #death = Promise.withResolvers<void>();
  readonly #wakening = Promise.withResolvers<void>();
  #steps = 0;
  #stands = false;

  /** `at`: the number of the step, from 1 on. */
  constructor(at: number) {
    this.#at = at;
  }

  /** The same, whose methods of these names are steps. */
  wrap<T extends object>(target: T, names: readonly (keyof T & string)[]): T {
    const isStep = (name: string | symbol): boolean => names.some((each) => each === name);
    return new Proxy(target, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name, of);
        if (typeof value !== 'function') return value;
        const call = (...given: unknown[]) => (value as Method).apply(of, given);
        return isStep(name) ? (...given: unknown[]) => this.#step(() => call(...given)) : call;
      },
    });
  }

  /** By this clock nothing wakes while it stands still: no heart beats either. */
  clock(real: Clock): Clock {
    return {
      ...real,
      sleep: async (ms, signal) => {
        await real.sleep(ms, signal);
        if (this.#stands) await this.#wakening.promise;
      },
    };
  }

  /** Begins; ends when the work does, or stands still. Whether it stands still. */
  async begin(work: () => Promise<unknown>): Promise<{ stands: boolean; wake(): Promise<void> }> {
    const life = work();
    await Promise.race([life, this.#death.promise]);
    return {
      stands: this.#stands,
      wake: async () => {
        this.#wakening.resolve();
        await life;
      },
    };
  }

  async #step(call: () => Promise<unknown>): Promise<unknown> {
    this.#steps += 1;
    if (this.#steps === this.#at) await this.#stand();
    return call();
  }

  async #stand(): Promise<void> {
    this.#stands = true;
    this.#death.resolve();
    await this.#wakening.promise;
  }
}
