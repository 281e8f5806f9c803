import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const database = await testDatabase();
const [old, fresh] = [randomBytes(32), randomBytes(32)];
const before = new TenantKeys(database.connection, new KeyRing(new Map([['old', old]])));
await ensureIndexes(database.connection);
const alice = tenantId('alice');

test("two replicas that make a tenant's first key at once have the same one", async () => {
  const other = new TenantKeys(await database.open(), new KeyRing(new Map([['old', old]])));
  const keys = await Promise.all([
    before.dataKey(alice),
    other.dataKey(alice),
    other.dataKey(alice),
    before.dataKey(alice),
  ]);
  assert.ok(keys.every((key) => key.equals(keys[0]!)));
});

test('the ring is rotated without touching what the data key sealed, and then the old key is needed no more', async () => {
  const sealed = await new SecretBox(before).seal(alice, 'document', 'field', 'secret');
  const rotated = new TenantKeys(
    await database.open(),
    new KeyRing(
      new Map([
        ['new', fresh],
        ['old', old],
      ]),
    ),
  );
  assert.deepEqual(await rotated.rotation.rewrapAll(), { done: 1, failed: [] });
  assert.deepEqual(await rotated.rotation.rewrapAll(), { done: 0, failed: [] });
  const later = new TenantKeys(await database.open(), new KeyRing(new Map([['new', fresh]])));
  assert.equal(await new SecretBox(later).open(alice, 'document', 'field', sealed), 'secret');
  await assert.rejects(
    new SecretBox(later).open(alice, 'other document', 'field', sealed),
    /can't be opened/,
  );
});

test('a destroyed key is never made anew', async () => {
  await before.destroy(alice);
  const later = new TenantKeys(await database.open(), new KeyRing(new Map([['new', fresh]])));
  await assert.rejects(later.dataKey(alice), /deleted/);
  assert.deepEqual(await later.rotation.rewrapAll(), { done: 0, failed: [] });
});

test('one data key that was changed, or whose key is not on the ring, stops the rotation for no other', async () => {
  const ids = ['t1', 't2', 't3', 't4'].map((id) => tenantId(id));
  for (const id of ids) await before.dataKey(id);
  const stored = database.connection.collection<{ _id: string }>('tenant_keys');
  await stored.updateOne({ _id: 't1' }, { $set: { sealed: Buffer.alloc(60) } });
  await stored.updateOne({ _id: 't2' }, { $set: { sealed: 'no bytes' } });
  await stored.updateOne({ _id: 't3' }, { $set: { keyId: 'lost' } });
  const ring = new Map([
    ['new', fresh],
    ['old', old],
  ]);
  const rotated = new TenantKeys(await database.open(), new KeyRing(ring));
  const { done, failed } = await rotated.rotation.rewrapAll();
  assert.equal(done, 1);
  assert.deepEqual(failed.map(({ what }) => what).sort(), ['tenant t1', 'tenant t2', 'tenant t3']);
  assert.deepEqual((await rotated.rotation.unfit()).missing, ['lost']);
  await assert.rejects(rotated.dataKey(ids[2]!), (error: Error & { code?: string }) => {
    assert.deepEqual([error.name, error.code], ['Unavailable', 'key-missing']);
    assert.doesNotMatch(error.message, /lost/, 'strangers may read it');
    assert.match((error.cause as Error).message, /"lost" isn't on the key ring/);
    return true;
  });
  await assert.rejects(rotated.dataKey(ids[0]!), { code: 'damaged' });
  await assert.rejects(rotated.dataKey(ids[1]!), { code: 'damaged' });
});
