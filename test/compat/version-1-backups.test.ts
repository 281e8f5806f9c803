import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { runId, tenantId, type RunId } from '../../src/core/kernel/ids.ts';
import { SERVICE_STORAGE } from '../../src/core/storages/storage.ts';
import type { BackupRecord } from '../../src/core/storages/records/backup-record.ts';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { ensureIndexes } from '../../src/storage/ensure-indexes.ts';
import { TenantKeys } from '../../src/storage/sealing/tenant-keys.ts';
import { MongoStorages } from '../../src/storage/vault/mongo-storages.ts';
import { testDatabaseUri } from '../support/databases/test-database.ts';
import { testKeyRing } from '../support/test-key-ring.ts';
import { VaultUser } from '../support/backups/vault-user.ts';
import { KEY_RING, loadFixture } from './fixtures/load-fixture.ts';

const uri = await testDatabaseUri();
const suffix = randomBytes(6).toString('hex');
const names = { service: `test_v1_${suffix}`, storage: `test_v1_packs_${suffix}` };
await loadFixture(uri, 'everyday', names);
const [service, storage] = [
  await connectDatabase(uri, names.service),
  await connectDatabase(uri, names.storage),
];
after(async () => {
  for (const connection of [service, storage]) {
    await connection.dropDatabase();
    await connection.close();
  }
});
const keys = new TenantKeys(service, testKeyRing(KEY_RING));
const storages = new MongoStorages([{ storage: SERVICE_STORAGE, connection: storage }], keys);
await ensureIndexes(storage);

interface Stored {
  tenantId: string;
  runId: string;
}
const headers = await storage.collection<Stored>('backup_headers').find().toArray();
interface OldRun {
  _id: string;
  result: { rootHash: string };
}
const runs = await service.collection<OldRun>('runs').find({ kind: 'backup' }).toArray();
const rootHashOf = (id: string): string => runs.find(({ _id }) => _id === id)!.result.rootHash;

const backups = headers.map((header) => {
  const id = runId(header.runId);
  const vault = storages.open(tenantId(header.tenantId), SERVICE_STORAGE.id);
  const user = new VaultUser(vault, header.tenantId);
  user.remember({ id, rootHash: rootHashOf(id) });
  return { id, user };
});

/** The newest backup of the schema that has most: it leans on others. */
async function newestInAChain(): Promise<{ id: RunId; user: VaultUser; records: BackupRecord[] }> {
  for (const { id, user } of backups) {
    const header = await (await user.vault.openReader(user.ref(id))).header();
    if (header.baseId !== undefined) return { id, user, records: await user.readAll(id) };
  }
  throw new Error('the fixture has a chain of backups');
}

test('every backup of version 1 opens, lists its parts and verifies', async () => {
  assert.ok(backups.length >= 5);
  for (const { id, user } of backups) {
    const reader = await user.vault.openReader(user.ref(id));
    const { parts, counts, formatVersion, contentBytes } = await reader.header();
    assert.equal(formatVersion, 1);
    assert.deepEqual(
      parts.map(({ name, status }) => `${name} ${status}`),
      ['structure complete', 'people complete', 'objects complete'],
    );
    const { damage, records, bytes } = await user.vault.verify(user.ref(id), {});
    assert.deepEqual(damage, []);
    assert.equal(
      records,
      Object.values(counts).reduce((sum, count) => sum + count, 0),
    );
    assert.equal(bytes, contentBytes);
    assert.equal((await reader.entries({ kind: 'object', limit: 3 })).total, counts['object']);
  }
});

test('an unchanged backup that leans on one of version 1 stores no record again, and outlives it', async () => {
  const { id, user, records } = await newestInAChain();
  const next = await user.backUp(records, id);
  assert.equal(next.header.baseId, id);
  assert.equal(next.header.formatVersion, 2);
  const written = { runId: String(next.id) };
  assert.equal(await storage.collection('packs').countDocuments({ ...written, kind: 'data' }), 0);
  const olderOnes = backups.filter((one) => one.user.tenantId === user.tenantId);
  await user.vault.deleteBackups(olderOnes.map((one) => one.id));
  assert.deepEqual(await user.readAll(next.id), records);
  assert.deepEqual(await user.damage(next.id), []);
  await user.vault.deleteBackups([next.id]);
  const left = { tenantId: user.tenantId };
  assert.equal(await storage.collection('backup_headers').countDocuments(left), 0);
  const runs = [...olderOnes.map((one) => String(one.id)), String(next.id)];
  assert.equal(await storage.collection('packs').countDocuments({ runId: { $in: runs } }), 0);
});
