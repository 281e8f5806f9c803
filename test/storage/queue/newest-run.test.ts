import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyKind } from '../../../src/core/backups/verify/verify-backup.ts';
import { backupKind } from '../../../src/core/backups/backup-kind.ts';
import { catalogId, tenantId } from '../../../src/core/kernel/ids.ts';
import type { RunKind } from '../../../src/core/runs/run-kind.ts';
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
const alice = tenantId('alice');

test('the newest run of a kind is found, of the tenant alone, whatever came after it', async () => {
  const enqueue = (tenant = alice) =>
    runs.enqueue({
      id: newRunId(),
      tenantId: tenant,
      kind: backupKind,
      input: undefined,
      catalogId: catalogId('things'),
      trigger: 'manual',
      requestedBy: { accountId: '1', name: 'Alice' },
    });
  const newestOf = async (kind: RunKind, most = 1) =>
    (await runs.newest(alice, most, { kind })).map(({ id }) => id);
  assert.deepEqual(await newestOf(backupKind), []);
  const first = await enqueue();
  const newest = await enqueue();
  await enqueue(tenantId('bob'));
  assert.deepEqual(await newestOf(backupKind), [newest.id]);
  assert.deepEqual(await newestOf(backupKind, 3), [newest.id, first.id]);
  assert.deepEqual(await newestOf(verifyKind), []);
});
