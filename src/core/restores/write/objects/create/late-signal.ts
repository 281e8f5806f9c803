import type { Clock } from '../../../../kernel/time/clock.ts';
import { RunInterrupted } from '../../../../runs/run-lease.ts';

/**
 * For how long an answer is waited for after Stop, ms: what is on its way then is in the report.
 */
const LATE_MS = 3_000;

/**
 * Aborts with the given signal, but a while later where that is a Stop: an answer to a call that
 * was made before may still come. Whoever lost the run's lease is not waited for.
 */
export function lateSignal(
  signal: AbortSignal,
  clock: Pick<Clock, 'sleep'>,
): { signal: AbortSignal; done: () => void } {
  const late = new AbortController();
  const waiting = new AbortController();
  const abort = (): void => late.abort(signal.reason);
  const onAbort = (): void => {
    const reason: unknown = signal.reason;
    const isStop = reason instanceof RunInterrupted && reason.why === 'stop';
    if (isStop) void clock.sleep(LATE_MS, waiting.signal).then(abort, () => undefined);
    else abort();
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', onAbort, { once: true });
  const done = (): void => {
    waiting.abort();
    signal.removeEventListener('abort', onAbort);
  };
  return { signal: late.signal, done };
}
