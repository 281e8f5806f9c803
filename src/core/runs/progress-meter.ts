import type { Clock } from '../kernel/time/clock.ts';
import type { SiteWait } from '../assets/ports/site/site-wait.ts';
import type { RunProgress } from './run.ts';

const WINDOW_MS = 15_000;
/** How far apart the samples of a window are; work may be counted any number of times meanwhile. */
const SAMPLE_MS = 100;

/** Counts work done, and its rate over the last quarter of a minute. */
export class ProgressMeter {
  readonly #clock: Clock;
  #step: string;
  #done = 0;
  #total = 0;
  #wait: SiteWait | null = null;
  #samples: { at: number; done: number }[] = [];

  constructor(clock: Clock, step: string) {
    this.#clock = clock;
    this.#step = step;
  }

  set(fields: { step?: string; done?: number; total?: number }): void {
    if (fields.step !== undefined) this.#step = fields.step;
    if (fields.total !== undefined) this.#total = fields.total;
    if (fields.done === undefined) return;
    this.#done = fields.done;
    const now = this.#clock.monotonicMs();
    const before = this.#samples.at(-2);
    if (before && now - before.at < SAMPLE_MS) this.#samples.pop();
    this.#samples.push({ at: now, done: this.#done });
    const recent = this.#samples.findIndex(({ at }) => at >= now - WINDOW_MS);
    this.#samples.splice(0, Math.min(recent, this.#samples.length - 2));
  }

  wait(wait: SiteWait | null): void {
    this.#wait = wait;
  }

  get progress(): RunProgress {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    const elapsedMs = first && last ? last.at - first.at : 0;
    const rate = first && last && elapsedMs > 0 ? ((last.done - first.done) * 1000) / elapsedMs : 0;
    return {
      step: this.#step,
      done: this.#done,
      total: Math.max(this.#total, this.#done),
      rate: Math.max(0, rate),
      wait: this.#wait,
    };
  }
}
