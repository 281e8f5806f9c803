import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateBudget, type CallEnd } from '../../../src/atlassian/budget/rate-budget.ts';
import type { Refusal } from '../../../src/atlassian/budget/read-refusal.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';

/** A site that allows so many calls in a fixed window; counts what it allowed and refused. */
function site(
  clock: SteppingClock,
  options: {
    limit: number;
    windowMs: number;
    latencyMs: number;
    retryAfter: boolean;
    of?: Refusal['of'];
  },
) {
  let startedAt = -Infinity;
  let used = 0;
  const counts = { allowed: 0, refused: 0 };
  return {
    counts,
    async call(): Promise<Refusal | undefined> {
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
      const waitMs = options.retryAfter ? Math.ceil(until / 1000) * 1000 : undefined;
      return refused ? { of: options.of ?? 'site', waitMs, perMinute: null } : undefined;
    },
  };
}

const run = (caller: object, endpoint = 'GET x') => ({ caller, page: false, key: 'k', endpoint });
const page = (endpoint = 'GET x') => ({ caller: {}, page: true, key: 'k', endpoint });

test('a moment that passes while it is reckoned is not waited for', async () => {
  const clock = new SteppingClock();
  const slept: number[] = [];
  let now = 0;
  const slow: Clock = {
    now: () => clock.now(),
    // Each look at it takes the machine a second.
    monotonicMs: () => {
      now += 1_000;
      return now;
    },
    sleep: async (ms) => void slept.push(ms),
  };
  const budget = new RateBudget(slow);
  const leave = await budget.enter(run({}));
  const waiting = budget.enter(run({}));
  leave({ refusal: { of: 'site', waitMs: 1_500, perMinute: null } });
  (await waiting)();
  assert.deepEqual(slept, [0]);
});

test('what goes behind others goes when no other run wants to call', async () => {
  const budget = new RateBudget(new SteppingClock());
  const order: string[] = [];
  const first = await budget.enter(run({}));
  const enter = async (name: string, behind: boolean): Promise<void> => {
    const leave = await budget.enter({ ...run({}), behind });
    order.push(name);
    leave();
  };
  const waiting = [enter('a part', true), enter('objects', false), enter('more objects', false)];
  first();
  await Promise.all(waiting);
  assert.deepEqual(order, ['objects', 'more objects', 'a part']);
});

async function work(
  budget: RateBudget,
  remote: ReturnType<typeof site>,
  call: ReturnType<typeof run>,
): Promise<void> {
  for (;;) {
    const leave = await budget.enter(call);
    leave({ refusal: await remote.call() });
  }
}

for (const retryAfter of [true, false]) {
  test(`of 1,000 calls a minute at 300 ms at least 95 % are used, ${retryAfter ? 'with' : 'without'} Retry-After, and few are refused`, async () => {
    const clock = new SteppingClock();
    const budget = new RateBudget(clock);
    const remote = site(clock, { limit: 1000, windowMs: 60_000, latencyMs: 300, retryAfter });
    for (let worker = 0; worker < 40; worker += 1) void work(budget, remote, run({}));
    await clock.step(10 * 60_000);
    assert.ok(remote.counts.allowed >= 0.95 * 10_000, `${remote.counts.allowed} of 10,000`);
    assert.ok(remote.counts.refused < 0.06 * 10_000, `${remote.counts.refused} refused`);
  });
}

test('close to what was allowed before, calls go one at a time, so that a single one is refused', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const limited = { limit: 100, windowMs: 10_000, latencyMs: 50, retryAfter: true };
  const remote = site(clock, { ...limited, of: 'endpoint' });
  for (let worker = 0; worker < 16; worker += 1) void work(budget, remote, run({}));
  await clock.step(5_000);
  const { refused: first } = remote.counts;
  assert.ok(first > 1, 'nothing is known of the limit yet');
  await clock.step(120_000);
  const windows = Math.ceil(remote.counts.allowed / limited.limit);
  assert.ok(windows >= 11, `${windows} windows`);
  assert.ok(remote.counts.refused - first <= windows, `${remote.counts.refused} refused`);
});

test('a limit that was raised is used as soon as it shows', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const limited = { limit: 100, windowMs: 10_000, latencyMs: 50, retryAfter: true };
  const remote = site(clock, limited);
  for (let worker = 0; worker < 16; worker += 1) void work(budget, remote, run({}));
  await clock.step(5_000);
  assert.equal(remote.counts.allowed, 100);
  limited.limit = 1_000;
  await clock.step(10_000);
  assert.equal(remote.counts.allowed, 1_100);
});

test('callers take turns, and a page does not wait for what refuses the background', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const order: string[] = [];
  const leaves: ((end?: CallEnd) => void)[] = [];
  const [a, b] = [{}, {}];
  const enter = async (name: string, call: ReturnType<typeof run>): Promise<void> => {
    leaves.push(await budget.enter(call));
    order.push(name);
  };
  await enter('first', run(a));
  void enter('a1', run(a));
  void enter('a2', run(a));
  void enter('b1', run(b));
  await enter('page', page());
  leaves.shift()?.();
  await clock.step(1);
  assert.deepEqual(order.slice(0, 4), ['first', 'page', 'b1', 'a1']);
  leaves.shift()?.({ refusal: { of: 'site', waitMs: 30_000, perMinute: null } });
  await clock.step(1_000);
  const waiting = enter('a3', run(a));
  leaves.shift()?.();
  leaves.shift()?.();
  await clock.step(1_000);
  assert.ok(!order.includes('a3'));
  await enter('page again', page());
  await clock.step(30_000);
  leaves.shift()?.();
  await waiting;
  assert.ok(order.includes('a3'));
});

test('a caller that gives up leaves the queue', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  await budget.enter(run({}));
  const stop = new AbortController();
  const waiting = budget.enter(run({}), { signal: stop.signal });
  stop.abort(new Error('stopped'));
  await assert.rejects(waiting, /stopped/);
});

test('pages that are always in flight, and come faster than they end, starve no run', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const first = await budget.enter(run({}));
  first({ refusal: { of: 'site', waitMs: 1_000, perMinute: null } });
  const pages: ((end?: CallEnd) => void)[] = [];
  const open = async (): Promise<void> => void pages.push(await budget.enter(page()));
  for (let each = 0; each < 10; each += 1) await open();
  let served = 0;
  const waiting = budget.enter(run({})).then((leave) => {
    served += 1;
    leave();
  });
  for (let second = 0; second < 20; second += 1) {
    void open();
    void open();
    pages.shift()?.();
    await clock.step(100);
  }
  await waiting;
  assert.equal(served, 1);
});

for (const retryAfter of [true, false])
  test(`each endpoint's limit is used by itself, ${retryAfter ? 'with' : 'without'} Retry-After`, async () => {
    const clock = new SteppingClock();
    const budget = new RateBudget(clock);
    const limited = { windowMs: 60_000, latencyMs: 300, retryAfter, of: 'endpoint' } as const;
    const creates = site(clock, { ...limited, limit: 2_000 });
    const searches = site(clock, { ...limited, limit: 1_000 });
    for (let worker = 0; worker < 20; worker += 1) {
      void work(budget, creates, run({}, 'POST object/create'));
      void work(budget, searches, run({}, 'POST object/aql'));
    }
    await clock.step(10 * 60_000);
    assert.ok(creates.counts.allowed >= 0.95 * 20_000, `${creates.counts.allowed} of 20,000`);
    assert.ok(searches.counts.allowed >= 0.95 * 10_000, `${searches.counts.allowed} of 10,000`);
    const refused = creates.counts.refused + searches.counts.refused;
    assert.ok(refused < 0.06 * 30_000, `${refused} refused`);
  });

test('a refusal of one endpoint and key stops no other', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const leave = await budget.enter(run({}, 'POST object/create'));
  leave({ refusal: { of: 'endpoint', waitMs: 30_000, perMinute: 2_000 } });
  let created = false;
  void budget.enter(run({}, 'POST object/create')).then(() => {
    created = true;
  });
  (await budget.enter(run({}, 'POST object/aql')))();
  (await budget.enter({ ...run({}, 'POST object/create'), key: 'another' }))();
  await clock.step(29_000);
  assert.ok(!created);
  await clock.step(2_000);
  assert.ok(created);
});

test('a site that refuses everything and says nothing of use is called at most once a second', async () => {
  for (const waitMs of [undefined, 0, 1, 999]) {
    const clock = new SteppingClock();
    const budget = new RateBudget(clock);
    let calls = 0;
    const hammer = async (): Promise<void> => {
      for (;;) {
        const leave = await budget.enter(run({}));
        calls += 1;
        await clock.sleep(1);
        leave({ refusal: { of: 'site', waitMs, perMinute: null } });
      }
    };
    for (let worker = 0; worker < 16; worker += 1) void hammer();
    await clock.step(60_000);
    assert.ok(calls >= 25 && calls <= 61, `${calls} calls`);
  }
});

/** A clock that continues whenever it is read, and whose sleepers wake a little early. */
class CreepingClock implements Clock {
  #ms = 0;
  readonly #creepMs: number;

  constructor(creepMs: number) {
    this.#creepMs = creepMs;
  }

  now(): number {
    return Math.floor(this.#ms);
  }

  monotonicMs(): number {
    this.#ms += this.#creepMs;
    return this.#ms;
  }

  async sleep(ms: number): Promise<void> {
    this.#ms += Math.max(0, ms - 0.5);
  }
}

test('a limit that ends between two looks at the clock lets the next call go', async () => {
  for (let creepMs = 0.05; creepMs < 1; creepMs += 0.05) {
    const budget = new RateBudget(new CreepingClock(creepMs));
    const caller = {};
    const leave = await budget.enter(run(caller));
    leave({ refusal: { of: 'site', waitMs: 1_000, perMinute: null } });
    const next = budget.enter(run(caller)).then(() => 'went');
    const late = new Promise((resolve) => {
      setTimeout(resolve, 50, 'waits for ever');
    });
    assert.equal(await Promise.race([next, late]), 'went', `the clock creeps by ${creepMs} ms`);
  }
});

test('of a thousand API keys and endpoints those that hold nothing back are forgotten', async () => {
  const clock = new SteppingClock();
  const budget = new RateBudget(clock);
  const enter = (key: string) => budget.enter({ ...run({}, `GET ${key}`), key });
  const leave = await enter('first');
  leave({ refusal: { of: 'endpoint', waitMs: 0, perMinute: 600 } });
  assert.equal(budget.perMinute('GET first'), 600);
  await clock.step(60_000);
  for (let widening = 0; widening < 3; widening += 1) (await enter('wide'))();
  const held = await enter('held');
  for (let key = 0; key < 1_000; key += 1) (await enter(`key ${key}`))();
  assert.equal(budget.perMinute('GET first'), undefined);
  held({ refusal: { of: 'endpoint', waitMs: 0, perMinute: 500 } });
  assert.equal(budget.perMinute('GET held'), 500, 'one that is in use stays');
});
