import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { ClaimedRun } from '../../../src/core/runs/run-lease.ts';
import { LEASE_MS, runDesk } from '../../support/run-desk.ts';

const desk = await runDesk();
const MINUTE_MS = 60_000;
const SLEEP = { code: 'site-limits', why: 'Waiting: the site limits.' };
type Replica = Awaited<ReturnType<typeof desk.replica>>;

beforeEach(async () => {
  await desk.clear();
});

async function end(lease: ClaimedRun | null): Promise<string> {
  assert.ok(lease, 'nothing was claimed');
  await lease.finish({ state: 'complete' });
  return lease.run.tenantId;
}

async function endInOrder({ claim }: Replica, count: number): Promise<string> {
  let order = '';
  for (let time = 0; time < count; time += 1) order += (await end(await claim()))[0];
  return order;
}

test('tenants take turns, however many runs one of them has queued before', async () => {
  for (let time = 0; time < 40; time += 1) await desk.enqueue('a');
  for (const tenant of ['b', 'b', 'c']) await desk.enqueue(tenant);
  assert.equal(await endInOrder(await desk.replica(), 8), 'abcabaaa');
});

test('no tenant has more of a process than its share, and whoever comes later finds room', async () => {
  for (let time = 0; time < 4; time += 1) await desk.enqueue('a');
  const { claim } = await desk.replica(2);
  const held = [await claim(), await claim()];
  assert.equal(await claim(), null, 'a third one of the same tenant');
  await desk.enqueue('b');
  assert.equal(await end(await claim()), 'b');
  await end(held[0]!);
  assert.equal((await claim())?.run.tenantId, 'a');
});

test('what is scheduled comes after what a person asked for, unless it has waited for ten minutes', async () => {
  const { id } = await desk.enqueue('a', 'scheduled');
  const replica = await desk.replica();
  await desk.enqueue('b');
  assert.equal(await endInOrder(replica, 1), 'b');
  const aged = { $set: { queuedAt: new Date(Date.now() - 11 * MINUTE_MS) } };
  await desk.documents.updateOne({ _id: id }, aged);
  await desk.enqueue('b');
  assert.equal(await endInOrder(replica, 2), 'ab');
});

test('runs that a clock two years ahead has dated are worked in their turn', async () => {
  const scheduled = await desk.enqueue('a', 'scheduled');
  const [first, second] = [await desk.enqueue('b'), await desk.enqueue('b')];
  const ahead = { $set: { queuedAt: new Date(Date.now() + 2 * 365 * 24 * 60 * MINUTE_MS) } };
  for (const { id } of [scheduled, first]) await desk.documents.updateOne({ _id: id }, ahead);
  const { claim } = await desk.replica();
  const claimed = [await claim(), await claim(), await claim()].map((lease) => lease?.run.id);
  assert.deepEqual(claimed, [scheduled.id, first.id, second.id]);
});

test('a run that waits sleeps in the queue: others are claimed, and it is when its time has come', async () => {
  const { id } = await desk.enqueue('a');
  const { claim, clock } = await desk.replica(1);
  await (await claim())!.giveBack({ ...SLEEP, ms: MINUTE_MS });
  await desk.enqueue('a');
  assert.notEqual((await claim())?.run.id, id);
  await desk.documents.deleteMany({ _id: { $ne: id } });
  const other = await desk.replica();
  assert.equal(await other.claim(), null);
  await other.clock.step(MINUTE_MS);
  const again = (await other.claim())!;
  assert.deepEqual([again.run.id, again.waiting?.times], [id, 1]);
  assert.equal(again.waiting?.since.getTime(), clock.now());
  await again.giveBack({ ...SLEEP, ms: MINUTE_MS });
  await other.clock.step(MINUTE_MS);
  const third = (await other.claim())!;
  assert.deepEqual([third.waiting?.times, third.waiting?.since.getTime()], [2, clock.now()]);
  await third.checkpoint({ page: 1 });
  assert.equal(third.waiting, undefined, 'it has got further');
  await third.giveBack({ code: 'site-unreachable', why: 'Waiting.', ms: 0 });
  assert.equal((await other.claim())?.waiting?.times, 1);
});

test('a sleep until a year that only a wrong clock can have meant is no sleep', async () => {
  await desk.enqueue('a');
  const { claim } = await desk.replica();
  await (await claim())!.giveBack({ ...SLEEP, ms: 2 * 365 * 24 * 60 * MINUTE_MS });
  assert.equal(await end(await claim()), 'a');
});

test('an abandoned run is taken over before what is queued, also by a process that was busy', async () => {
  const { id } = await desk.enqueue('a');
  await (await desk.replica()).claim();
  for (let time = 0; time < 3; time += 1) await desk.enqueue('b');
  const { claim, clock } = await desk.replica();
  assert.equal(await end(await claim()), 'b');
  await clock.step(LEASE_MS);
  const taken = await claim();
  assert.equal(taken?.run.id, id);
  await end(taken);
  await desk.clear();
  await desk.enqueue('a');
  await (await desk.replica()).claim();
  assert.equal(await claim(false), null, 'watched without room');
  await clock.step(LEASE_MS);
  await desk.enqueue('b');
  assert.equal((await claim())?.run.tenantId, 'a');
});

test('takeovers are counted until the run gets further; the same checkpoint again is no headway', async () => {
  const { id } = await desk.enqueue('a');
  const takeOver = async (): Promise<ClaimedRun> => {
    const { claim, clock } = await desk.replica();
    assert.equal(await claim(), null);
    await clock.step(LEASE_MS);
    const lease = await claim();
    assert.ok(lease);
    return lease;
  };
  const first = (await (await desk.replica()).claim())!;
  assert.equal(first.takeovers, 0);
  await first.checkpoint({ page: 1 });
  const second = await takeOver();
  assert.equal(second.takeovers, 1);
  await second.checkpoint({ page: 1, noise: 'of this attempt' });
  const third = await takeOver();
  assert.equal(third.takeovers, 2);
  await third.checkpoint({ page: 2 });
  assert.equal(third.takeovers, 0);
  assert.equal((await takeOver()).takeovers, 1);
  assert.equal((await desk.documents.findOne({ _id: id }))?.takeovers, 1);
});

test('a holder that let go since its database was silent has not vanished, however often', async () => {
  const { id } = await desk.enqueue('a');
  const { claim, clock, whileSilent } = await desk.replica();
  let lease = (await claim())!;
  for (let time = 0; time < 4; time += 1) {
    await whileSilent(() => clock.step(LEASE_MS));
    assert.ok(lease.signal.aborted);
    assert.equal(await claim(), null);
    await clock.step(LEASE_MS);
    lease = (await claim())!;
    assert.deepEqual([lease.run.id, lease.takeovers], [id, 0]);
  }
  const other = await desk.replica();
  assert.equal(await other.claim(), null);
  await other.clock.step(LEASE_MS);
  assert.equal((await other.claim())?.takeovers, 1, 'to others it has vanished');
});

test('of abandoned runs one at a time is worked until it gets further, and what was taken over least comes first', async () => {
  for (const tenant of ['a', 'b']) await desk.enqueue(tenant);
  const dying = await desk.replica();
  await dying.claim();
  await dying.claim();
  const { claim, clock } = await desk.replica();
  await claim(false);
  await clock.step(LEASE_MS);
  const one = (await claim())!;
  assert.equal(await claim(), null, 'the other one waits');
  await desk.enqueue('c');
  assert.equal(await end(await claim()), 'c', 'what never ended a process does not wait');
  await one.checkpoint({ page: 1 });
  const other = (await claim())!;
  assert.deepEqual(new Set([one.run.tenantId, other.run.tenantId]), new Set(['a', 'b']));
  // `other` dies again, `one` for the first time since it got further.
  const next = await desk.replica();
  await next.claim(false);
  await next.clock.step(LEASE_MS);
  assert.equal((await next.claim())?.run.id, one.run.id);
});

test('what was cancelled while it slept is claimed at once to be cleaned up; what never began is stopped at once', async () => {
  const by = { accountId: '1', name: 'Alice' };
  const { id, tenantId } = await desk.enqueue('a');
  const { claim } = await desk.replica(1);
  await (await claim())!.giveBack({ ...SLEEP, ms: MINUTE_MS });
  assert.equal((await desk.store.requestCancel(tenantId, id, by)).state, 'queued');
  const lease = (await claim(false))!;
  assert.equal(lease.run.id, id);
  assert.equal(lease.signal.aborted, true, 'before anything is worked');
  const fresh = await desk.enqueue('a');
  assert.equal((await desk.store.requestCancel(tenantId, fresh.id, by)).state, 'stopped');
});

test('an abandoned run that was cancelled, or taken over too often, needs no room to be ended', async () => {
  const { id, tenantId } = await desk.enqueue('a');
  const poison = await desk.enqueue('b');
  const dying = await desk.replica();
  await dying.claim();
  await dying.claim();
  await desk.store.requestCancel(tenantId, id, { accountId: '1', name: 'Alice' });
  await desk.documents.updateOne({ _id: poison.id }, { $set: { takeovers: 2 } });
  const { claim, clock } = await desk.replica();
  await claim(false);
  await clock.step(LEASE_MS);
  const [first, second] = [await claim(false), await claim(false)];
  assert.deepEqual([first?.run.id, first?.signal.aborted], [id, true]);
  assert.deepEqual([second?.run.id, second?.takeovers], [poison.id, 3]);
});
