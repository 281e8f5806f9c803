import type { Clock } from '../../clock.ts';

/** At most so many calls side by side; the site's rate budget decides how many of them really run. */
const WIDTH = 16;
const FEWEST = 3;
/** A result that is waited for longer than this could come sooner with more side by side. 25 results a second are more than Atlassian's limit of requests allows. */
const SLOW_MS = 40;

/** How a reading goes on: until when, by which clock, and how wide. */
export interface Pace { signal: AbortSignal; clock: Clock; width?: number }

/**
 * Runs tasks side by side and yields results as they come. `next` is asked for another task whenever there is room; `null` means "none
 * before another result is in". How many run at once follows from who waits for whom: one more when the consumer waited long for a result, one
 * less when it did not, so that a fast site does not fill the memory. When the consumer stops or a task fails, the others are aborted.
 */
export async function* parallel<T>(next: () => ((signal: AbortSignal) => Promise<T>) | null, { signal: outer, clock, width = WIDTH }: Pace): AsyncGenerator<T, void, undefined> {
  type Settled = { value: T } | { error: unknown };
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const flights = new Set<Promise<void>>();
  const settled: Settled[] = [];
  let room = FEWEST;
  const launch = (task: (signal: AbortSignal) => Promise<T>): void => {
    const flight: Promise<void> = task(signal).then(
      (value) => { settled.push({ value }); },
      (error: unknown) => { settled.push({ error }); },
    ).finally(() => flights.delete(flight));
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
      room = clock.monotonicMs() - since > SLOW_MS ? Math.min(width, room + 1) : Math.max(FEWEST, room - 1);
      const result = settled.shift();
      if (!result) continue;
      if ('error' in result) throw result.error;
      yield result.value;
    }
  } finally {
    stop.abort(new Error('No longer needed.'));
    await Promise.allSettled(flights);
  }
}
