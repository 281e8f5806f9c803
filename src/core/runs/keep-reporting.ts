import type { Clock } from '../kernel/time/clock.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { RunLease } from './run-lease.ts';

const REPORT_MS = 1_000;

/**
 * Reports a run's progress every second, also while one call takes long or the site makes it wait.
 * A failed report is no harm: the next one follows.
 */
export function keepReporting(
  lease: Pick<RunLease, 'report'>,
  meter: ProgressMeter,
  clock: Clock,
): { stop: () => void } {
  const stop = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await lease.report(meter.progress).catch(() => undefined);
      await clock.sleep(REPORT_MS, stop.signal).catch(() => undefined);
    }
  };
  void loop();
  return { stop: () => stop.abort() };
}
