import type { Pace } from './pace.ts';

/** Calls made side by side; the site's rate budget decides how many of them really run. */
const MAX_WIDTH = 16;
const MIN_WIDTH = 3;
/** Pages are large: more of them a second than this would only fill memory. */
const ENOUGH_PAGES = 25;
/** Writes are small, and a site may allow 2,000 a minute, which may be used up in part of it. */
const ENOUGH_WRITES = 80;

/** The same for small calls, of which many a second are wanted. */
export const writingPace = (pace: Pace): Pace => ({ ...pace, enoughPerSecond: ENOUGH_WRITES });

export type ParallelTask<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Runs tasks side by side and yields results in the order in which they arrive. `next` is called
 * for another task whenever there is room; `null` means "none until another result has been
 * yielded". When the consumer stops or a task fails, the others are aborted. @throws what a task
 * throws
 */
export async function* runParallel<T>(
  next: () => ParallelTask<T> | null,
  { signal: outer, clock, width = MAX_WIDTH, enoughPerSecond = ENOUGH_PAGES }: Pace,
): AsyncGenerator<T, void, undefined> {
  const stop = new AbortController();
  const flights = new Flights<T>(AbortSignal.any([outer, stop.signal]));
  const room = new AdaptiveWidth(width, 1000 / enoughPerSecond);
  try {
    for (;;) {
      outer.throwIfAborted();
      flights.fill(next, room.width);
      if (flights.size === 0) return;
      const since = clock.monotonicMs();
      const result = await flights.takeResult();
      room.judge(clock.monotonicMs() - since);
      if ('error' in result) throw result.error;
      yield result.value;
    }
  } finally {
    stop.abort(new Error('No longer needed.'));
    await flights.end();
  }
}

type Result<T> = { value: T } | { error: unknown };

/** Running tasks, and results that wait for the consumer. */
class Flights<T> {
  readonly #signal: AbortSignal;
  readonly #running = new Set<Promise<void>>();
  readonly #results: Result<T>[] = [];

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get size(): number {
    return this.#running.size + this.#results.length;
  }

  fill(next: () => ParallelTask<T> | null, width: number): void {
    while (this.size < width) {
      const task = next();
      if (!task) return;
      this.#launch(task);
    }
  }

  /**
   * Waits for a result if none has arrived. Only to be called while something is running or
   * waiting.
   */
  async takeResult(): Promise<Result<T>> {
    for (;;) {
      const result = this.#results.shift();
      if (result) return result;
      await Promise.race(this.#running);
    }
  }

  async end(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  #launch(task: ParallelTask<T>): void {
    const flight = this.#fly(task).finally(() => this.#running.delete(flight));
    this.#running.add(flight);
  }

  async #fly(task: ParallelTask<T>): Promise<void> {
    try {
      this.#results.push({ value: await task(this.#signal) });
    } catch (error) {
      this.#results.push({ error });
    }
  }
}

/**
 * Decides how many tasks run at once by who waits for whom: more if the consumer waited long for
 * the last results, one less if it did not, so that a fast site does not fill memory. Each decision
 * looks at as many results as run at once, because answers arrive in bursts.
 */
class AdaptiveWidth {
  readonly #max: number;
  /** If results take longer than this each, more calls side by side could bring them sooner. */
  readonly #slowMs: number;
  #width = MIN_WIDTH;
  #waitedMs = 0;
  #results = 0;

  constructor(max: number, slowMs: number) {
    this.#max = max;
    this.#slowMs = slowMs;
  }

  get width(): number {
    return this.#width;
  }

  /** To be called with how long the consumer waited for each result. */
  judge(waitedMs: number): void {
    this.#waitedMs += waitedMs;
    this.#results += 1;
    if (this.#results < this.#width) return;
    const isSlow = this.#waitedMs / this.#results > this.#slowMs;
    this.#width = isSlow
      ? Math.min(this.#max, Math.ceil(this.#width * 1.5))
      : Math.max(MIN_WIDTH, this.#width - 1);
    this.#waitedMs = 0;
    this.#results = 0;
  }
}
