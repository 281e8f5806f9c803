import { systemClock } from '../../../src/clock.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';

/**
 * A clock that goes so many times as fast as the machine's: what waits for a minute waits for
 * seconds. The date goes at its own pace.
 */
export function hurriedClock(times: number): Clock {
  return {
    now: () => systemClock.now(),
    monotonicMs: () => systemClock.monotonicMs() * times,
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
  };
}
