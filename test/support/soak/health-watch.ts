import { setTimeout as moment } from 'node:timers/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HealthAnswer, HealthTarget } from './health-answer.ts';

const EVERY_MS = 200;

/** Asks services for their health all the time, and keeps how long each answer took. */
export class HealthWatch {
  readonly tookMs: number[] = [];
  readonly #targets: () => HealthTarget[];
  readonly #asker = new Worker(path.join(import.meta.dirname, 'ask-health.ts'));
  #failure: string | undefined;
  #isOver = false;
  #watching: Promise<void> | undefined;

  /** `targets`: those that have to answer right now. */
  constructor(targets: () => HealthTarget[]) {
    this.#targets = targets;
    this.#asker.unref();
    this.#asker.on('message', (answer: HealthAnswer) => this.#take(answer));
  }

  start(): void {
    this.#watching = this.#watch();
  }

  /** @throws Error when a service was not well, or did not answer */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#watching;
    await this.#asker.terminate();
    if (this.#failure !== undefined) throw new Error(this.#failure);
  }

  get slowestMs(): number {
    return this.tookMs.reduce((slowest, each) => Math.max(slowest, each), 0);
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      for (const target of this.#targets()) this.#asker.postMessage(target);
      await moment(EVERY_MS);
    }
  }

  /** One that is no longer to be asked was killed while it answered. */
  #take({ pid, tookMs, failure }: HealthAnswer): void {
    if (failure === undefined) this.tookMs.push(tookMs);
    else if (this.#targets().some((target) => target.pid === pid))
      this.#failure ??= `/healthz: ${failure}`;
  }
}
