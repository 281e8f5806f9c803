/** What the holder of a site's budget leaves to whoever comes next. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateBudget } from '../../../src/atlassian/budget/rate-budget.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';

const run = (caller: object, endpoint: string) => ({ caller, page: false, key: 'k', endpoint });

test('what a site said of its limits is there for whoever comes next, and for plans', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const leave = await budget.enter(run({}, 'POST object/create'));
  assert.equal(budget.perMinute('POST object/create'), undefined);
  leave({ refusal: { of: 'endpoint', waitMs: 30_000, perMinute: 2_000 } });
  (await budget.enter(run({}, 'POST object/aql')))();
  assert.equal(budget.perMinute('POST object/create'), 2_000);
  assert.equal(budget.perMinute('POST object/aql'), undefined);
  const successor = new RateBudget(clock);
  successor.adopt(budget.state);
  assert.equal(successor.perMinute('POST object/create'), 2_000);
  let entered = false;
  void successor.enter(run({}, 'POST object/create')).then(() => {
    entered = true;
  });
  await clock.step(29_000);
  assert.ok(!entered);
  await clock.step(2_000);
  assert.ok(entered);
  successor.adopt({ blockedUntilMs: null });
});

test('a limit that a predecessor with a wrong clock has left lasts no longer than it said', async () => {
  const DAYS_MS = 3 * 86_400_000;
  const [ahead, right] = [new SteppingClock(), new SteppingClock()];
  await ahead.step(DAYS_MS);
  const budget = new RateBudget(ahead);
  const leave = await budget.enter(run({}, 'POST object/aql'));
  leave({ refusal: { of: 'site', waitMs: 20_000, perMinute: null } });
  await ahead.step(5_000);
  const successor = new RateBudget(right);
  successor.adopt(budget.state);
  let entered = false;
  void successor.enter(run({}, 'POST object/aql')).then(() => {
    entered = true;
  });
  await right.step(14_000);
  assert.ok(!entered);
  await right.step(2_000);
  assert.ok(entered);
});
