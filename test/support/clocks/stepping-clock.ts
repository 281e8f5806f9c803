import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';

const LOOK_MS = 5;

/** A clock that goes only where it is told, and lets sleepers wake on the way. */
export class SteppingClock implements Clock {
  #now: number;
  #started: number;
  #sleepers: { at: number; wake: () => void }[] = [];

  constructor(now = Date.parse('2026-11-23T12:00:00Z')) {
    this.#now = now;
    this.#started = now;
  }

  now(): number {
    return this.#now;
  }

  monotonicMs(): number {
    return this.#now - this.#started;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const sleeper = { at: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener(
        'abort',
        () => {
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }

  /** Resolves once somebody sleeps, whom a step can wake. */
  async untilAsleep(): Promise<void> {
    while (this.#sleepers.length === 0) await setTimeout(LOOK_MS);
  }

  /** Goes on by `ms`, waking sleepers in order. */
  async step(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#sleepers
        .filter((sleeper) => sleeper.at <= end)
        .sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      next.wake();
    }
    this.#now = end;
  }
}
