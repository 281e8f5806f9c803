/** A site's limit while somebody sets the machine's clock. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateBudget } from '../../../src/atlassian/budget/rate-budget.ts';
import { DAY_MS, HOUR_MS } from '../../../src/core/kernel/time/durations.ts';
import { LeapingClock } from '../../support/clocks/leaping-clock.ts';

const run = () => ({ caller: {}, page: false, key: 'k', endpoint: 'POST object/aql' });
const LEAPS = [3 * DAY_MS, -3 * DAY_MS, HOUR_MS, -HOUR_MS];

test('calls go on when the time that the site asked for is over, however the clock leaps', async () => {
  for (const leap of LEAPS) {
    const clock = new LeapingClock();
    const budget = new RateBudget(clock);
    const leave = await budget.enter(run());
    leave({ refusal: { of: 'site', waitMs: 20_000, perMinute: null } });
    let entered = 0;
    const calls = Array.from({ length: 3 }, () =>
      budget.enter(run()).then((end) => {
        entered += 1;
        end();
      }),
    );
    await clock.step(5_000);
    clock.leap(leap);
    await clock.step(14_000);
    assert.equal(entered, 0, `not before, after a leap of ${leap}`);
    clock.leap(-leap);
    await clock.step(2_000);
    await Promise.all(calls);
    assert.equal(entered, 3);
  }
});

test('no place is lost or doubled by a leap: as many calls are under way as before', async () => {
  const clock = new LeapingClock();
  const budget = new RateBudget(clock);
  const begun: (() => void)[] = [];
  const enter = () => void budget.enter(run()).then((leave) => begun.push(() => leave()));
  enter();
  await clock.step(0);
  begun.shift()?.();
  for (let at = 0; at < 5; at += 1) enter();
  await clock.step(0);
  assert.equal(begun.length, 2, 'the window has grown by one');
  for (const leap of LEAPS) {
    clock.leap(leap);
    enter();
    await clock.step(1_000);
  }
  assert.equal(begun.length, 2, 'a leap lets none in');
  begun.shift()?.();
  await clock.step(0);
  assert.equal(begun.length, 3, 'one went, and two came: the window has grown again');
});

test('what is left to a successor lasts as long as the site asked, if a clock leaps between the two', async () => {
  for (const leap of LEAPS.filter((each) => each < 0)) {
    const clock = new LeapingClock();
    const budget = new RateBudget(clock);
    const leave = await budget.enter(run());
    leave({ refusal: { of: 'site', waitMs: 20_000, perMinute: null } });
    const { state } = budget;
    clock.leap(leap);
    const successor = new RateBudget(clock);
    successor.adopt(state);
    let entered = false;
    void successor.enter(run()).then(() => {
      entered = true;
    });
    await clock.step(19_000);
    assert.equal(entered, false);
    await clock.step(2_000);
    assert.equal(entered, true, `${leap}`);
  }
});
