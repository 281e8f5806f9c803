import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY_MS } from '../../src/core/kernel/time/durations.ts';
import { Unavailable } from '../../src/core/kernel/errors.ts';
import type { ClaimedRun } from '../../src/core/runs/run-lease.ts';
import { WaitedRuns } from '../../src/jobs/waited-runs.ts';
import { LeapingClock } from '../support/clocks/leaping-clock.ts';

const down = new Unavailable('site-unreachable', 'Down.', { retryAfterMs: 0 });

/** A run that a holder before has put to sleep three times, for fourteen seconds in all. */
function slept(clock: LeapingClock): ClaimedRun {
  const since = new Date(clock.now());
  const waiting = { code: down.code, why: '', since, times: 3, until: since, sleptMs: 14_000 };
  return { run: { id: 'r' }, waiting } as ClaimedRun;
}

test('how long a run has waited is what passed on the own clock, however its date leaps', async () => {
  const clock = new LeapingClock();
  const run = slept(clock);
  const waited = new WaitedRuns(clock);
  waited.of(run, down);
  for (const leap of [3 * DAY_MS, -6 * DAY_MS]) {
    clock.leap(leap);
    await clock.step(10_000);
  }
  assert.deepEqual(waited.of(run, down), { ms: 20_000, times: 3 });
});

test('who continues a run believes that it has waited no longer than it slept', async () => {
  const clock = new LeapingClock();
  const run = slept(clock);
  await clock.step(8_000);
  assert.equal(new WaitedRuns(clock).of(run, down).ms, 8_000);
  clock.leap(3 * DAY_MS);
  assert.equal(new WaitedRuns(clock).of(run, down).ms, 14_000);
  clock.leap(-6 * DAY_MS);
  assert.equal(new WaitedRuns(clock).of(run, down).ms, 0);
});
