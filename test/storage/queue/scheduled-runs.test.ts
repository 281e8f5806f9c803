import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { backupKind } from '../../../src/core/backups/backup-kind.ts';
import { NotFound } from '../../../src/core/kernel/errors.ts';
import { catalogId, tenantId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const { connection } = await testDatabase();
const secrets = testSecrets(connection);
const runs = new MongoRunStore(connection, new RunCodec(runKinds, secrets));
await ensureIndexes(connection);
const alice = tenantId('alice');
const bob = tenantId('bob');
const by = { accountId: '1', name: 'Alice' };
const TIMES = { leaseMs: 30_000, heartbeatMs: 1_000, marginMs: 5_000 };

beforeEach(async () => {
  for (const tenant of [alice, bob]) await runs.purge(tenant);
});

const enqueue = (trigger: 'manual' | 'scheduled', id = newRunId()) =>
  runs.enqueue({
    id,
    tenantId: alice,
    kind: backupKind,
    input: undefined,
    catalogId: catalogId('things'),
    trigger,
    requestedBy: by,
  });

test('the id of a scheduled run that was removed is never queued again', async () => {
  const { id } = await enqueue('scheduled');
  for (let time = 0; time < 2; time += 1) {
    // removing twice changes nothing
    await runs.remove(alice, [id]);
    await assert.rejects(enqueue('scheduled', id), NotFound);
    await assert.rejects(runs.get(alice, id), NotFound);
  }
  assert.deepEqual(await runs.find(alice, [id]), []);
  assert.deepEqual(await runs.open(alice), []);
  for (const filter of [{ kind: backupKind }, { trigger: 'scheduled' }, {}] as const) {
    const { items, total, unreadable = 0 } = await runs.list(alice, filter);
    assert.deepEqual([items, total, unreadable], [[], 0, 0]);
    assert.deepEqual(await runs.newest(alice, 5, filter), []);
  }
  assert.equal(
    await new MongoRunQueue(
      connection,
      new RunCodec(runKinds, secrets),
      new SteppingClock(),
      TIMES,
    ).claim(['backup', 'sync']),
    null,
  );
  const left = await connection.collection('runs').findOne({ _id: id as never });
  assert.deepEqual(
    left,
    { _id: id, tenantId: alice, removed: true },
    'nothing of what it was is kept',
  );
  await runs.purge(alice);
  assert.equal(await connection.collection('runs').countDocuments({ _id: id as never }), 0);
});

test('a manual run that was removed leaves nothing, and nobody removes what is of another tenant', async () => {
  const manual = await enqueue('manual');
  const scheduled = await enqueue('scheduled');
  await runs.remove(bob, [manual.id, scheduled.id]);
  assert.deepEqual((await runs.find(alice, [manual.id, scheduled.id])).length, 2);
  await runs.remove(alice, [manual.id]);
  assert.equal(await connection.collection('runs').countDocuments({ _id: manual.id as never }), 0);
});

test('what a person asked for is worked before what is scheduled, and each of the two in its order', async () => {
  const order: string[] = [];
  for (const trigger of ['scheduled', 'scheduled', 'manual', 'manual'] as const) {
    order.push((await enqueue(trigger)).id);
    const from = Date.now();
    // So that each has a time of its own.
    while (Date.now() === from) await new Promise((resolve) => setImmediate(resolve));
  }
  const queue = new MongoRunQueue(
    connection,
    new RunCodec(runKinds, secrets),
    new SteppingClock(Date.now()),
    TIMES,
  );
  const claimed: string[] = [];
  for (let lease = await queue.claim(['backup']); lease; lease = await queue.claim(['backup'])) {
    claimed.push(lease.run.id);
    await lease.finish({ state: 'complete' });
  }
  assert.deepEqual(claimed, [order[2], order[3], order[0], order[1]]);
});
