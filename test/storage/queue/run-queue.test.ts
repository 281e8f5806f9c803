import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { LeaseLost } from '../../../src/core/kernel/errors.ts';
import { runId, tenantId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { NOTHING } from '../../../src/core/runs/run-fields.ts';
import type { RunKind } from '../../../src/core/runs/run-kind.ts';
import { RunKinds } from '../../../src/core/runs/run-kinds.ts';
import { RunInterrupted, type RunLease } from '../../../src/core/runs/run-lease.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const database = await testDatabase();
const secrets = testSecrets(database.connection);
const unreadable = 'It was changed. Make the plan or the check once more.';
/** Kinds whose checkpoints and results may be anything. */
const kindOf = (name: string, sealed = false): RunKind => ({
  name,
  input: NOTHING,
  checkpoint: { schema: z.json() },
  result: { schema: z.json(), sealed, unreadable },
  shown: { title: name },
});
const backup = kindOf('backup');
const sync = kindOf('sync');
const plan = kindOf('restore-plan', true);
const check = kindOf('restore-check', true);
const follower: RunKind = { ...kindOf('follower'), followsByItself: true };
const codec = new RunCodec(new RunKinds([backup, sync, plan, check, follower]), secrets);
const store = new MongoRunStore(database.connection, codec);
await ensureIndexes(database.connection);
const TIMES = { leaseMs: 30_000, heartbeatMs: 1_000, marginMs: 5_000 };
const alice = tenantId('alice');
const bob = tenantId('bob');
const by = { accountId: '1', name: 'Alice' };

async function enqueue(kind = backup) {
  return store.enqueue({
    id: newRunId(),
    tenantId: alice,
    kind,
    input: undefined,
    trigger: 'manual',
    requestedBy: by,
  });
}
const replica = async (clock = new SteppingClock()) => ({
  clock,
  queue: new MongoRunQueue(await database.open(), codec, clock, TIMES),
});
async function drain(lease: RunLease | null): Promise<void> {
  await lease?.finish({ state: 'complete' });
}

test('of fifty claims at once exactly one gets the run', async () => {
  const run = await enqueue();
  const { queue } = await replica();
  const leases = (
    await Promise.all(Array.from({ length: 50 }, () => queue.claim(['backup'])))
  ).filter((lease) => lease !== null);
  assert.deepEqual(
    leases.map((lease) => lease.run.id),
    [run.id],
  );
  await drain(leases[0]!);
  assert.equal((await store.get(alice, run.id)).state, 'complete');
});

test('a run whose holder lives is not taken over; one whose heartbeat stands still for a lease is, and the late worker writes nothing', async () => {
  const run = await enqueue();
  const first = await replica();
  const second = await replica();
  const held = (await first.queue.claim(['backup']))!;
  assert.equal(await second.queue.claim(['backup']), null);
  await second.clock.step(29_000);
  assert.equal(await second.queue.claim(['backup']), null);
  await second.clock.step(1_000);
  const taken = (await second.queue.claim(['backup']))!;
  assert.equal(taken.run.id, run.id);
  assert.equal(taken.fence, held.fence + 1);
  await assert.rejects(held.checkpoint({ late: true }), LeaseLost);
  await assert.rejects(held.finish({ state: 'complete' }), LeaseLost);
  assert.ok(
    held.signal.aborted &&
      held.signal.reason instanceof RunInterrupted &&
      held.signal.reason.why === 'lease-lost',
  );
  await taken.finish({ state: 'failed', message: 'because' });
  assert.equal((await store.get(alice, run.id)).message, 'because');
});

test('Stop reaches the worker with its next heartbeat, and a queued run ends at once', async () => {
  const running = await enqueue();
  const { queue, clock } = await replica();
  const lease = (await queue.claim(['backup']))!;
  await store.requestCancel(alice, running.id, by);
  const stopped = new Promise<void>((resolve) =>
    lease.signal.addEventListener('abort', () => resolve()),
  );
  for (let beat = 0; beat < 50 && !lease.signal.aborted; beat += 1) {
    await clock.step(1_000);
    await new Promise((resolve) => setImmediate(resolve));
    await store.open(alice);
  }
  await stopped;
  assert.equal((lease.signal.reason as RunInterrupted).why, 'stop');
  await lease.finish({ state: 'stopped' });
  const queued = await enqueue();
  assert.equal((await store.requestCancel(alice, queued.id, by)).state, 'stopped');
});

test('a run that was given back keeps its checkpoint and goes on under a new fence', async () => {
  const run = await enqueue();
  const { queue } = await replica();
  const lease = (await queue.claim(['backup']))!;
  await lease.checkpoint({ page: 7 });
  await lease.giveBack();
  const next = (await queue.claim(['backup']))!;
  assert.deepEqual([next.run.id, next.run.checkpoint, next.fence], [run.id, { page: 7 }, 2]);
  await drain(next);
});

test("another tenant's run is not there", async () => {
  const run = await enqueue();
  await assert.rejects(store.get(bob, run.id), { code: 'not-found' });
  await assert.rejects(store.requestCancel(bob, run.id, by), { code: 'not-found' });
  assert.deepEqual(await store.open(bob), []);
  await assert.rejects(store.get(alice, runId({ $ne: '' } as unknown as string)), {
    code: 'not-found',
  });
  const { queue } = await replica();
  await drain(await queue.claim(['backup']));
});

test('enqueueing one id twice makes one run', async () => {
  const run = {
    id: newRunId(),
    tenantId: bob,
    kind: sync,
    input: undefined,
    trigger: 'manual',
    requestedBy: by,
  } as const;
  const runs = await Promise.all([1, 2, 3].map(() => store.enqueue(run)));
  assert.equal(new Set(runs.map(({ id }) => id)).size, 1);
  assert.equal((await store.open(bob)).length, 1);
  await assert.rejects(store.enqueue({ ...run, tenantId: alice }), { code: 'not-found' });
  await assert.rejects(store.enqueue({ ...run, kind: backup }), { code: 'not-found' });
});

test('what a plan or a check has found is sealed where it lies, and read as it was; of another run it cannot be opened', async () => {
  const result = { unresolved: [{ name: 'Erika Example', email: 'erika@example.com' }] };
  const raw = database.connection.collection<{ _id: string; result: object }>('runs');
  const { queue } = await replica();
  const ended: string[] = [];
  for (const kind of [plan, check]) {
    const { id } = await store.enqueue({
      id: newRunId(),
      tenantId: alice,
      kind,
      input: undefined,
      trigger: 'manual',
      requestedBy: by,
    });
    await (await queue.claim([kind.name]))!.finish({ state: 'complete', result });
    assert.deepEqual((await store.get(alice, id)).result, result);
    assert.deepEqual(
      (await store.list(alice, { kind })).items.find((run) => run.id === id)!.result,
      result,
    );
    assert.doesNotMatch(JSON.stringify(await raw.findOne({ _id: id })), /rika/);
    ended.push(id);
  }
  const [planId, checkId] = ended as [string, string];
  await raw.updateOne(
    { _id: checkId },
    { $set: { result: (await raw.findOne({ _id: planId }))!.result } },
  );
  await assert.rejects(store.get(alice, runId(checkId)), {
    code: 'damaged',
    message: /Make the plan or the check once more\.$/,
  });
  for (const result of [null, 'text', 7, {}, { sealed: 7 }]) {
    await raw.updateOne({ _id: checkId }, { $set: { result } } as never);
    await assert.rejects(store.get(alice, runId(checkId)), { code: 'damaged' });
  }
});

test('what follows by itself takes no room from what people ask for', async () => {
  const { queue } = await replica();
  const before = await store.countOpen(alice);
  const runs = [await enqueue(sync), await enqueue(follower), await enqueue(follower)];
  assert.equal(await store.countOpen(alice), before + 1);
  for (const { kind } of runs) await drain(await queue.claim([kind]));
  assert.equal(await store.countOpen(alice), before);
});

test('runs that nobody can claim any more are ended, and hold up none behind them', async () => {
  const odd: Record<string, unknown>[] = [
    { fence: 'text' },
    { fence: { odd: 1 } },
    { heartbeat: null },
    { holders: 'text' },
    { startedAt: { odd: 1 } },
    { takeovers: 'text', state: 'running', fence: 1 },
    { holders: 7, cancelRequested: true },
    { fence: 2 ** 53 },
    { fence: -1 },
    { heartbeat: 1.5 },
    { takeovers: -1e9 },
    { progress: 'text' },
    { progress: { step: 7 }, state: 'running', fence: 1 },
    { trigger: 'odd', requestedBy: null },
    { queuedAt: 'yesterday', firstQueuedAt: 7 },
    { requestedBy: { accountId: 7 }, cancelRequested: true, fence: 1 },
  ];
  const documents = database.connection.collection<{ _id: string; state: string }>('runs');
  const ids: string[] = [];
  for (const fields of odd) {
    const { id } = await enqueue(sync);
    ids.push(id);
    await documents.updateOne({ _id: id }, { $set: fields });
  }
  const good = await enqueue(sync);
  const { queue, clock } = await replica();
  const claimed: string[] = [];
  for (let looks = 0; looks < odd.length + 1; looks += 1) {
    const lease = await queue.claim(['sync']);
    if (lease) claimed.push(lease.run.id);
    await drain(lease);
    await clock.step(TIMES.leaseMs);
  }
  assert.ok(claimed.includes(good.id));
  assert.ok(!claimed.some((id) => ids.includes(id)));
  for (const id of ids) {
    const run = await store.get(alice, runId(id));
    assert.equal(run.state, 'failed');
    assert.match(run.message ?? '', /changed in the database. Start it again/);
  }
});

test('a run that has ended, or whose state is none, is read again once it was mended; an open one is left alone', async () => {
  const documents = database.connection.collection<{ _id: string }>('runs');
  const { queue } = await replica();
  const ended = await enqueue(sync);
  await drain(await queue.claim(['sync']));
  const stateless = await enqueue(sync);
  const open = await enqueue(plan);
  await documents.updateOne({ _id: ended.id }, { $set: { progress: 'text', endedAt: 7 } });
  await documents.updateOne({ _id: stateless.id }, { $set: { state: 'odd', fence: 'text' } });
  await documents.updateOne({ _id: open.id }, { $set: { progress: 'text' } });
  for (const { id } of [ended, stateless, open]) {
    await assert.rejects(store.get(alice, id), { code: 'damaged' });
    await store.mend(alice, id);
    await store.mend(alice, id);
  }
  assert.equal((await store.get(alice, ended.id)).state, 'complete');
  const failed = await store.get(alice, stateless.id);
  assert.deepEqual([failed.state, failed.errorCode], ['failed', 'damaged']);
  await assert.rejects(store.get(alice, open.id), { code: 'damaged' });
  await queue.claim(['restore-plan']);
  assert.equal((await store.get(alice, open.id)).state, 'failed');
});
