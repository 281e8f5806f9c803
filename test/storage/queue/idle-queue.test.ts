import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { NOTHING } from '../../../src/core/runs/run-fields.ts';
import type { RunKind } from '../../../src/core/runs/run-kind.ts';
import { RunKinds } from '../../../src/core/runs/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { countQueries } from '../../support/databases/count-queries.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const TIMES = { leaseMs: 30_000, heartbeatMs: 1_000, marginMs: 5_000 };
const backup: RunKind = {
  name: 'backup',
  input: NOTHING,
  checkpoint: NOTHING,
  result: NOTHING,
  shown: { title: 'backup' },
};
const { connection } = await testDatabase();
const codec = new RunCodec(new RunKinds([backup]), testSecrets(connection));
const store = new MongoRunStore(connection, codec);
const queue = new MongoRunQueue(connection, codec, new SteppingClock(), TIMES);
await ensureIndexes(connection);

const enqueue = (tenant = 'alice') =>
  store.enqueue({
    id: newRunId(),
    tenantId: tenantId(tenant),
    kind: backup,
    input: undefined,
    trigger: 'manual',
    requestedBy: { accountId: '1', name: 'Alice' },
  });

test('a worker that finds nothing to do asks the database twice', async () => {
  const asked = await countQueries(async () => assert.equal(await queue.claim(['backup']), null));
  assert.deepEqual(asked, ['runs.find', 'runs.find']);
});

test('what another kind of worker waits for costs it no further question', async () => {
  await enqueue();
  const asked = await countQueries(async () => assert.equal(await queue.claim(['sync']), null));
  assert.deepEqual(asked, ['runs.find', 'runs.find']);
  const claimed = await queue.claim(['backup']);
  assert.equal(claimed?.run.kind, 'backup');
  await claimed?.finish({ state: 'complete' });
});

test('nobody takes turns where only a tenant that has its share waits', async () => {
  const share = new MongoRunQueue(connection, codec, new SteppingClock(), { ...TIMES, share: 1 });
  await enqueue();
  const waiting = await enqueue();
  const held = await share.claim(['backup']);
  assert.ok(held);
  const asked = await countQueries(async () => assert.equal(await share.claim(['backup']), null));
  assert.deepEqual(
    asked,
    Array.from({ length: 4 }, () => 'runs.find'),
  );
  const other = await enqueue('bob');
  const others = await share.claim(['backup']);
  assert.equal(others?.run.id, other.id);
  await held.finish({ state: 'complete' });
  const next = await share.claim(['backup']);
  assert.equal(next?.run.id, waiting.id);
  for (const lease of [others, next]) await lease?.finish({ state: 'complete' });
});
