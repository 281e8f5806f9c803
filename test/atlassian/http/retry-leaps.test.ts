/** Waits for a site while somebody sets the machine's clock. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Http } from '../../../src/atlassian/http/http.ts';
import { withRetry } from '../../../src/atlassian/http/retry/with-retry.ts';
import { DAY_MS, HOUR_MS } from '../../../src/core/kernel/time/durations.ts';
import { LeapingClock } from '../../support/clocks/leaping-clock.ts';
import { answer, call } from './in-turn.ts';

const LEAPS = [3 * DAY_MS, -3 * DAY_MS, HOUR_MS, -HOUR_MS, 400 * DAY_MS];
const PATIENCE_MS = 60_000;

/** Asks a site that answers so, on a clock that leaps before each answer. */
function asking(leaps: number[], answers: (clock: LeapingClock) => ReturnType<typeof answer>) {
  const clock = new LeapingClock();
  const askedAt: number[] = [];
  const http: Http = async () => {
    askedAt.push(clock.monotonicMs());
    clock.leap(leaps.shift() ?? 0);
    return answers(clock);
  };
  const options = { clock, patienceMs: PATIENCE_MS, impatient: false, random: () => 0.5 };
  const outcome = withRetry(
    http,
    options,
  )(call).then(
    ({ status }) => String(status),
    (error: Error) => error.message,
  );
  return { clock, askedAt, outcome };
}

test('a site that is down is waited for as long as the patience lasts, however the clock leaps', async () => {
  for (const leap of LEAPS) {
    const { clock, askedAt, outcome } = asking([0, leap, -leap, leap], () => answer(503));
    await clock.step(2 * PATIENCE_MS);
    assert.match(await outcome, /^The site didn't answer for 60 seconds/);
    assert.deepEqual(
      askedAt,
      [0, 2_000, 6_000, 14_000, 30_000, 60_000],
      `as without a leap of ${leap}`,
    );
  }
});

test('a site that is back is found at the next try, however the clock has leapt', async () => {
  for (const leap of LEAPS) {
    let left = 2;
    const { clock, askedAt, outcome } = asking([leap], () => answer(left-- > 0 ? 503 : 200));
    await clock.step(10_000);
    assert.equal(await outcome, '200');
    assert.deepEqual(askedAt, [0, 2_000, 6_000]);
  }
});

test("a date to wait for is held against the answer's own, not against a clock that has leapt", async () => {
  for (const leap of LEAPS) {
    let left = 1;
    const limited = () => {
      const headers = {
        date: 'Mon, 23 Nov 2026 12:00:00 GMT',
        'retry-after': 'Mon, 23 Nov 2026 12:00:20 GMT',
      };
      return left-- > 0 ? { ...answer(503), headers } : answer(200);
    };
    const { clock, askedAt, outcome } = asking([leap], limited);
    await clock.step(PATIENCE_MS);
    assert.equal(await outcome, '200');
    assert.deepEqual(askedAt, [0, 20_000]);
  }
});
