/** Fewer than these leave the line idle between two results. */
const FEWEST = 2;

/**
 * Runs tasks side by side and yields results as they come. `next` is asked for another task whenever there is room; `null` means "none
 * before another result is in". How many run at once follows from who waits for whom: one more, up to `width`, when the consumer had to wait for
 * a result; one less when results wait for the consumer, so that a fast site does not fill the memory. When the consumer stops or a task
 * fails, the others are aborted.
 */
export async function* parallel<T>(
  next: () => ((signal: AbortSignal) => Promise<T>) | null,
  options: { width: number; signal?: AbortSignal },
): AsyncGenerator<T, void, undefined> {
  type Settled = { value: T } | { error: unknown };
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
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
      options.signal?.throwIfAborted();
      while (flights.size + settled.length < room) {
        const task = next();
        if (!task) break;
        launch(task);
      }
      if (settled.length === 0) {
        if (flights.size === 0) return;
        room = Math.min(options.width, room + 1);
        await Promise.race(flights);
      } else if (settled.length > 1) room = Math.max(FEWEST, room - 1);
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
