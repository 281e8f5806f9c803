/** What a writer gives of its base, and takes over from it. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import type { BackupWriter } from '../../../src/core/storages/records/backup-writer.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { serviceStorages } from '../../support/backups/service-storages.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { object, objects, sorted, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const alice = tenantId('alice');
const vault = serviceStorages(connection, keys).open(alice, 'service');
await ensureIndexes(connection);
const user = new VaultUser(vault, alice);
const OLD = [...STRUCTURE, ...objects(40)];

async function takeOverObjects(writer: BackupWriter): Promise<string[]> {
  const ids: string[] = [];
  for await (const record of writer.baseRecords('object')) {
    assert.deepEqual(record.body, object(Number(record.id)).body);
    await record.takeOver();
    ids.push(record.id);
  }
  return ids;
}

test('records of the base are taken over as they are, and what is put later counts', async () => {
  const { id: base } = await user.backUp(OLD);
  const id = newRunId();
  const writer = await user.open(id, base);
  for (const record of STRUCTURE) await writer.put(record);
  assert.equal((await takeOverObjects(writer)).length, 40);
  assert.ok(await writer.isInBase(object(7)));
  assert.ok(!(await writer.isInBase(object(7, 'changed'))));
  await writer.put(object(7, 'changed'));
  await writer.drop({ kind: 'object', type: '5', id: '8' });
  const sealed = await user.seal(writer, id);
  const expected = OLD.filter((record) => record.kind !== 'object' || record.id !== '8');
  const now = expected.map((record) =>
    record.id === '7' && record.kind === 'object' ? object(7, 'changed') : record,
  );
  assert.deepEqual(await user.readAll(id), sorted(now));
  assert.deepEqual(await user.damage(id), []);
  assert.equal(sealed.header.baseId, base);
});

test('what is damaged of the base is left out, and its backup is told of', async () => {
  const { id: base } = await user.backUp(OLD);
  const packs = connection.collection<{ _id: string; data: { buffer: Buffer } }>('packs');
  const found = await packs.findOne({ runId: String(base), kind: 'data' } as never);
  assert.ok(found);
  const data = Buffer.from(found.data.buffer);
  data[data.length >> 1]! ^= 1;
  await packs.updateOne({ _id: found._id }, { $set: { data: data as never } });
  const id = newRunId();
  const writer = await user.open(id, base);
  const keysOfBase: string[] = [];
  for await (const { id: each } of writer.baseKeys('object')) keysOfBase.push(each);
  assert.equal(keysOfBase.length, 40);
  assert.deepEqual(await takeOverObjects(writer), []);
  for (const record of OLD) await writer.put(record);
  const sealed = await user.seal(writer, id);
  assert.deepEqual(sealed.damagedPacks, [found._id]);
  assert.deepEqual(await user.readAll(id), sorted(OLD));
});

test('a writer without a base gives nothing', async () => {
  const writer = await user.open(newRunId());
  assert.deepEqual(await takeOverObjects(writer), []);
});
