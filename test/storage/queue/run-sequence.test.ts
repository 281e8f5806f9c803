import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { backupKind } from '../../../src/core/backups/backup-kind.ts';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import { catalogId, tenantId, type TenantId } from '../../../src/core/kernel/ids.ts';
import { restoreKind } from '../../../src/core/restores/restore-kind.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const { connection } = await testDatabase();
const runs = new MongoRunStore(connection, new RunCodec(runKinds, testSecrets(connection)));
await ensureIndexes(connection);
const [alice, bob] = [tenantId('alice'), tenantId('bob')];
const by = { accountId: '1', name: 'Alice' };
const YEAR = 365 * 86_400_000;

afterEach(async () => {
  mock.timers.reset();
  for (const tenant of [alice, bob]) await runs.purge(tenant);
});

const enqueue = async (tenant: TenantId = alice, id = newRunId()) => {
  const run = await runs.enqueue({
    id,
    tenantId: tenant,
    kind: backupKind,
    input: undefined,
    catalogId: catalogId('things'),
    trigger: 'manual',
    requestedBy: by,
  });
  return run.id;
};
const listed = async () => (await runs.list(alice, { kind: backupKind })).items.map(({ id }) => id);

test('runs are listed in the order in which they were asked for, whatever the clock said', async () => {
  const first = await enqueue();
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 2 * YEAR });
  const ahead = await enqueue();
  mock.timers.setTime(Date.now() - 4 * YEAR);
  const behind = await enqueue();
  mock.timers.reset();
  const last = await enqueue();
  assert.deepEqual(await listed(), [last, behind, ahead, first]);
});

test('runs of older versions, which have no number, came before all others, by their dates', async () => {
  const [older, old, now] = [await enqueue(), await enqueue(), await enqueue()];
  const documents = connection.collection<{ _id: string }>('runs');
  for (const [id, years] of [
    [older, 1],
    [old, 2],
  ] as const)
    await documents.updateOne(
      { _id: id },
      { $unset: { sequence: 1 }, $set: { queuedAt: new Date(Date.now() + years * YEAR) } },
    );
  assert.deepEqual(await listed(), [now, old, older]);
});

test('numbers are given once, to each tenant its own, and go with it', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => enqueue()));
  await enqueue(bob);
  const numbers = (await runs.find(alice, ids)).map(({ sequence = 0 }) => sequence);
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    Array.from({ length: 20 }, (_none, at) => at + 1),
  );
  const sequences = connection.collection('run_sequences');
  assert.equal(await sequences.countDocuments({}), 2);
  await runs.purge(alice);
  assert.deepEqual(
    (await sequences.find({}).toArray()).map((each) => [each['tenantId'], each['last']]),
    [['bob', 1]],
  );
});

test('who asks first has the lower number, also where many ask at the same moment', async () => {
  const ids = Array.from({ length: 20 }, newRunId);
  await Promise.all(ids.map((id) => enqueue(alice, id)));
  assert.deepEqual(await listed(), ids.toReversed());
});

test('whoever asked while numbers could not be taken is told so, and others are served', async () => {
  const first = await enqueue();
  const lost = mock.method(connection.models['RunSequence']!, 'findOneAndUpdate', () => {
    throw Object.assign(new Error('connection lost'), { name: 'MongoNetworkError' });
  });
  const asked = await Promise.allSettled(Array.from({ length: 3 }, () => enqueue()));
  lost.mock.restore();
  for (const each of asked)
    assert.ok(each.status === 'rejected' && each.reason instanceof Unavailable, each.status);
  const next = await enqueue();
  assert.deepEqual(await listed(), [next, first]);
});

test('a run that goes on is the newest again', async () => {
  const { id } = await runs.enqueue({
    id: newRunId(),
    tenantId: alice,
    kind: restoreKind,
    input: {} as never,
    trigger: 'manual',
    requestedBy: by,
  });
  await enqueue();
  await runs.requestCancel(alice, id, by);
  await runs.requeue(alice, id, by);
  assert.equal((await runs.list(alice, { page: 1 })).items[0]?.id, id);
});

test('a sequence that was changed in the database goes on after the runs that there are', async () => {
  const sequences = connection.collection<{ _id: string }>('run_sequences');
  const odd = [{ last: 'text' }, { last: -5 }, { last: 2 ** 53 }, { last: null }, { tenantId: 7 }];
  for (const fields of odd) {
    const before = await enqueue();
    await sequences.updateOne({ _id: alice }, { $set: fields });
    const [first, second] = [await enqueue(), await enqueue()];
    const [{ sequence: last = 0 } = {}] = await runs.find(alice, [before]);
    const [{ sequence: next } = {}] = await runs.find(alice, [first]);
    assert.equal(next, last + 1, JSON.stringify(fields));
    assert.deepEqual((await listed()).slice(0, 3), [second, first, before]);
  }
});
