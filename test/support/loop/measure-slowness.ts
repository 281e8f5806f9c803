import { threadCpuMs } from './thread-cpu-ms.ts';

/** About 130 kB of what the service reads all the time. */
const TEXT = JSON.stringify(
  Array.from({ length: 2_000 }, (_none, at) => ({
    id: at,
    name: `Object ${at}`,
    values: [at, `${at}`, null, true],
  })),
);
const TIMES = 20;
/** What it takes on the machine that limits are meant for, with nobody beside it. */
const NOMINAL_MS = 20;
/** Beyond this no machine is an excuse. */
const MAX_SLOWNESS = 3;

/**
 * How many times as much of the processor the same work takes right now. Where others keep both
 * halves of a core and its caches busy, two or three times as much, although the thread is charged
 * for its own time only.
 */
export function measureSlowness(): number {
  const from = threadCpuMs();
  for (let time = 0; time < TIMES; time += 1) JSON.parse(TEXT);
  const slowness = (threadCpuMs() - from) / NOMINAL_MS;
  return Math.min(MAX_SLOWNESS, Math.max(1, slowness));
}
