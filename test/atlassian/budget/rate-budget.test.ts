import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateBudget } from '../../../src/atlassian/budget/rate-budget.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

/** A site that allows so many calls in a fixed window; counts what it allowed and refused. */
function site(
  clock: SteppingClock,
  options: { limit: number; windowMs: number; latencyMs: number; retryAfter: boolean },
) {
  let startedAt = -Infinity;
  let used = 0;
  const counts = { allowed: 0, refused: 0 };
  return {
    counts,
    async call(): Promise<{ retryAfterMs: number | undefined } | undefined> {
      const now = clock.monotonicMs();
      if (now - startedAt >= options.windowMs) {
        startedAt = now;
        used = 0;
      }
      const refused = used >= options.limit;
      if (refused) counts.refused += 1;
      else {
        used += 1;
        counts.allowed += 1;
      }
      const until = startedAt + options.windowMs - now;
      await clock.sleep(options.latencyMs);
      return refused
        ? { retryAfterMs: options.retryAfter ? Math.ceil(until / 1000) * 1000 : undefined }
        : undefined;
    },
  };
}

async function work(
  budget: RateBudget,
  remote: ReturnType<typeof site>,
  caller: object,
): Promise<void> {
  for (;;) {
    await budget.enter(caller, { page: false });
    budget.done(await remote.call());
  }
}

for (const retryAfter of [true, false]) {
  test(`of 1,000 calls a minute at 300 ms at least 95 % are used, ${retryAfter ? 'with' : 'without'} Retry-After, and few are refused`, async () => {
    const clock = new SteppingClock();
    const budget = new RateBudget(clock);
    const remote = site(clock, { limit: 1000, windowMs: 60_000, latencyMs: 300, retryAfter });
    for (let worker = 0; worker < 40; worker += 1) void work(budget, remote, {});
    await clock.step(10 * 60_000);
    assert.ok(remote.counts.allowed >= 0.95 * 10_000, `${remote.counts.allowed} of 10,000`);
    assert.ok(remote.counts.refused < 0.06 * 10_000, `${remote.counts.refused} refused`);
  });
}

test('callers take turns, and a page does not wait for what refuses the background', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const order: string[] = [];
  const [a, b] = [{}, {}];
  const enter = async (name: string, caller: object, page = false): Promise<void> => {
    await budget.enter(caller, { page });
    order.push(name);
  };
  await enter('first', a);
  void enter('a1', a);
  void enter('a2', a);
  void enter('b1', b);
  await enter('page', {}, true);
  budget.done();
  budget.done();
  await clock.step(1);
  assert.deepEqual(order.slice(0, 4), ['first', 'page', 'b1', 'a1']);
  budget.done({ retryAfterMs: 30_000 });
  await clock.step(1_000);
  const waiting = enter('a3', a);
  budget.done();
  await clock.step(1_000);
  assert.ok(!order.includes('a3'));
  await enter('page again', {}, true);
  await clock.step(30_000);
  budget.done();
  await waiting;
  assert.ok(order.includes('a3'));
});

test('a caller that gives up leaves the queue', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  await budget.enter({}, { page: false });
  const stop = new AbortController();
  const waiting = budget.enter({}, { page: false, signal: stop.signal });
  stop.abort(new Error('stopped'));
  await assert.rejects(waiting, /stopped/);
});
