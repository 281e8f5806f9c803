/**
 * Runs tasks side by side, at most `width` at once, and yields results as they come. `next` is asked for another task whenever there is
 * room; `null` means "none before another result is in". When the consumer stops or a task fails, the others are aborted.
 */
export async function* parallel<T>(
  next: () => ((signal: AbortSignal) => Promise<T>) | null,
  options: { width: number; signal?: AbortSignal },
): AsyncGenerator<T, void, undefined> {
  type Settled = { flight: Promise<Settled>; value: T } | { flight: Promise<Settled>; error: unknown };
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const flights = new Set<Promise<Settled>>();
  const launch = (task: (signal: AbortSignal) => Promise<T>): void => {
    const flight: Promise<Settled> = task(signal).then(
      (value) => ({ flight, value }),
      (error: unknown) => ({ flight, error }),
    );
    flights.add(flight);
  };
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      for (let task = flights.size < options.width ? next() : null; task; task = flights.size < options.width ? next() : null) launch(task);
      if (flights.size === 0) return;
      const settled = await Promise.race(flights);
      flights.delete(settled.flight);
      if ('error' in settled) throw settled.error;
      yield settled.value;
    }
  } finally {
    stop.abort(new Error('No longer needed.'));
    await Promise.allSettled(flights);
  }
}
