import type { Clock } from './clock.ts';

/**
 * Wakes whoever waits for something in this process, by its name. It is a hint and no more: what
 * another process does rings nowhere here, so that whoever waits looks again after a while.
 */
export class Bell {
  readonly #clock: Clock;
  /** Of those who wait right now. */
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(name: string): void {
    for (const wake of this.#listeners.get(name) ?? []) wake();
  }

  /** Resolves when it rings, or after `ms`, or when `signal` is aborted. */
  async heard(name: string, ms: number, signal?: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const wake = (): void => woken.abort();
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(wake));
    const ending = signal ? AbortSignal.any([signal, woken.signal]) : woken.signal;
    try {
      await this.#clock.sleep(ms, ending);
    } catch (error) {
      if (!ending.aborted) throw error;
    } finally {
      listeners.delete(wake);
      if (listeners.size === 0) this.#listeners.delete(name);
    }
  }
}
