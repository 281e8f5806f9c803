import type { Clock } from '../../kernel/clock.ts';

/** At most so many calls side by side; the site's rate budget decides how many of them really run. */
const WIDTH = 16;
const FEWEST = 3;
/** Results that are waited for longer than this, one by the other, could come sooner with more side by side. 25 results a second are more than Atlassian's limit of requests allows. */
const SLOW_MS = 40;

/** How a reading goes on: until when, by which clock, and how wide. */
export interface Pace {
  signal: AbortSignal;
  clock: Clock;
  width?: number;
}

/**
 * Runs tasks side by side and yields results as they come. `next` is asked for another task whenever there is room; `null` means "none
 * before another result is in". How many run at once follows from who waits for whom: more when the consumer waited long for the last results, one
 * less when it did not, so that a fast site does not fill the memory. It is judged by as many results as run at once, for answers come in bursts. When
 * the consumer stops or a task fails, the others are aborted.
 */
export async function* parallel<T>(
  next: () => ((signal: AbortSignal) => Promise<T>) | null,
  { signal: outer, clock, width = WIDTH }: Pace,
): AsyncGenerator<T, void, undefined> {
  type Settled = { value: T } | { error: unknown };
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const flights = new Set<Promise<void>>();
  const settled: Settled[] = [];
  let room = FEWEST;
  let judged = { waitedMs: 0, results: 0 };
  const launch = (task: (signal: AbortSignal) => Promise<T>): void => {
    const flight: Promise<void> = task(signal)
      .then(
        (value) => {
          settled.push({ value });
        },
        (error: unknown) => {
          settled.push({ error });
        },
      )
      .finally(() => flights.delete(flight));
    flights.add(flight);
  };
  try {
    for (;;) {
      outer.throwIfAborted();
      while (flights.size + settled.length < room) {
        const task = next();
        if (!task) break;
        launch(task);
      }
      const since = clock.monotonicMs();
      if (settled.length === 0) {
        if (flights.size === 0) return;
        await Promise.race(flights);
      }
      judged.waitedMs += clock.monotonicMs() - since;
      const result = settled.shift();
      if (!result) continue;
      judged.results += 1;
      if (judged.results >= room) {
        room =
          judged.waitedMs / judged.results > SLOW_MS
            ? Math.min(width, Math.ceil(room * 1.5))
            : Math.max(FEWEST, room - 1);
        judged = { waitedMs: 0, results: 0 };
      }
      if ('error' in result) throw result.error;
      yield result.value;
    }
  } finally {
    stop.abort(new Error('No longer needed.'));
    await Promise.allSettled(flights);
  }
}
