import { systemClock } from '../../../src/clock.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';

const HOUR_MS = 3_600_000;
const LEAPS_MS = [72, -150, 1, -1, 9_600, -9_500].map((hours) => hours * HOUR_MS);

/**
 * The machine's clock, whose date leaps by hours, days and years whenever somebody looks at it.
 * What is measured and slept continues at its own pace.
 */
export function wildClock(): Clock {
  let looks = 0;
  let offMs = 0;
  return {
    now: () => {
      offMs += LEAPS_MS[looks % LEAPS_MS.length] ?? 0;
      looks += 1;
      return systemClock.now() + offMs;
    },
    monotonicMs: () => systemClock.monotonicMs(),
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
  };
}
