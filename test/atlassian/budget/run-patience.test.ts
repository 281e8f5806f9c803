import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateBudget } from '../../../src/atlassian/budget/rate-budget.ts';
import { SiteBudgets } from '../../../src/atlassian/budget/site-budgets.ts';
import type { Http, HttpAnswer } from '../../../src/atlassian/http/http.ts';
import { withRetry } from '../../../src/atlassian/http/retry/with-retry.ts';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import { MemorySiteLeases } from '../../support/stand-ins/memory-site-leases.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';

const MINUTE_MS = 60_000;
const call = { method: 'GET' as const, url: 'http://x', endpoint: 'GET x' };
const site = { siteKey: 'w', siteUrl: 'http://x', key: 'k', page: false };
const answer = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  body: Buffer.from('{}'),
});
/** What became of a call, as far as it has ended. */
function outcomeOf(calling: Promise<unknown>): { ended?: unknown } {
  const outcome: { ended?: unknown } = {};
  const end = (ended: unknown): void => {
    outcome.ended = ended;
  };
  calling.then(() => end('answered'), end);
  return outcome;
}
const codeOf = ({ ended }: { ended?: unknown }): unknown =>
  ended instanceof Unavailable ? [ended.code, ended.retryAfterMs] : ended;

test('a limit that lasts longer than a run waits for is not waited for, by those who wait already neither', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const run = { caller: {}, page: false, key: 'k', endpoint: 'GET x' };
  const leave = await budget.enter(run);
  const before = outcomeOf(budget.enter(run, { longestMs: 90_000 }));
  leave({ refusal: { of: 'site', waitMs: 60 * MINUTE_MS, perMinute: null } });
  const after = outcomeOf(budget.enter(run, { longestMs: 90_000 }));
  const patient = outcomeOf(budget.enter(run));
  await clock.step(0);
  assert.deepEqual(codeOf(before), ['site-limits', 60 * MINUTE_MS]);
  assert.deepEqual(codeOf(after), ['site-limits', 60 * MINUTE_MS]);
  assert.equal(patient.ended, undefined);
});

test('an endpoint that refuses a run for ever sends it away after a while; one that answers in between does not', async () => {
  for (const answersInBetween of [false, true]) {
    const clock = new SteppingClock();
    const budgets = new SiteBudgets(clock, new MemorySiteLeases());
    let tries = 0;
    const limited: Http = async () => {
      tries += 1;
      return answer(answersInBetween && tries % 20 === 0 ? 200 : 429);
    };
    const http = budgets.layer(limited, site);
    const again = async (): Promise<void> => {
      for (;;) await http(call);
    };
    const outcome = outcomeOf(again());
    await clock.step(3 * MINUTE_MS);
    assert.deepEqual(codeOf(outcome), answersInBetween ? undefined : ['site-limits', 0]);
    assert.ok(tries > 20);
    await budgets.close();
  }
});

test('a run does not wait for a site that another replica works with, and gets it later', async () => {
  const clock = new SteppingClock();
  let isFree = false;
  const leases = new MemorySiteLeases();
  const shared = { acquire: async () => (isFree ? leases.acquire() : null) };
  const budgets = new SiteBudgets(clock, shared);
  const http = budgets.layer(async () => answer(200), site);
  const outcome = outcomeOf(http(call));
  await clock.step(9_000);
  assert.equal(outcome.ended, undefined);
  await clock.step(2_000);
  assert.deepEqual(codeOf(outcome), ['site-busy', 0]);
  isFree = true;
  const later = outcomeOf(http(call));
  await clock.step(2_000);
  assert.equal(later.ended, 'answered');
  await budgets.close();
});

test('a site that does not answer is left after a while where it is asked again later, else only when the patience is used up', async () => {
  const down: Http = async () => answer(503, { 'retry-after': '45' });
  for (const [patienceMs, expected] of [
    [30 * MINUTE_MS, ['site-unreachable', 45_000]],
    [20_000, ['site-unreachable', undefined]],
  ] as const) {
    const clock = new SteppingClock();
    const retry = { clock, patienceMs, holdMs: 30_000, impatient: false };
    const outcome = outcomeOf(withRetry(down, retry)(call));
    await clock.step(31_000);
    assert.deepEqual(codeOf(outcome), expected);
  }
});
