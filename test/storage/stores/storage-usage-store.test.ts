import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoStorageUsageStore } from '../../../src/storage/stores/mongo-storage-usage-store.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const { connection } = await testDatabase();
const store = new MongoStorageUsageStore(connection);
await ensureIndexes(connection);
const [alice, bob] = [tenantId('alice'), tenantId('bob')];
const at = (day: number, hour = 12): Date => new Date(Date.UTC(2026, 10, day, hour));

test('what a tenant uses of each storage is kept with the days before, until it is forgotten', async () => {
  await store.note(alice, 'service', { bytes: 5, objects: 1 }, at(24));
  await store.note(alice, 'service', { bytes: 7, objects: 2 }, at(25, 1));
  await store.note(alice, 'service', { bytes: 9, objects: 3 }, at(25, 23));
  await store.note(alice, 'ours', { bytes: 100, objects: 4 }, at(25));
  await store.note(bob, 'service', { bytes: 1, objects: 1 }, at(25));
  const found = await store.all(alice);
  assert.deepEqual([...found.keys()].toSorted(), ['ours', 'service']);
  const { bytes, objects, measuredAt, days } = found.get('service')!;
  assert.deepEqual([bytes, objects, measuredAt], [9, 3, at(25, 23)]);
  assert.deepEqual(days, [
    { day: '2026-11-24', bytes: 5 },
    { day: '2026-11-25', bytes: 9 },
  ]);
  await store.forget(alice, 'ours');
  assert.deepEqual([...(await store.all(alice)).keys()], ['service']);
  await store.purge(alice);
  assert.equal((await store.all(alice)).size, 0);
  assert.equal((await store.all(bob)).get('service')?.bytes, 1);
});

test('figures that were changed in the database are written anew', async () => {
  const documents = connection.collection<{ _id: string }>('storage_usage');
  for (const fields of [{ days: 'text' }, { bytes: null }, { measuredAt: 7 }]) {
    await store.note(alice, 'odd', { bytes: 5, objects: 1 }, at(24));
    await documents.updateMany({ storageId: 'odd' }, { $set: fields });
    await store.note(alice, 'odd', { bytes: 7, objects: 2 }, at(25));
    assert.equal((await store.all(alice)).get('odd')?.bytes, 7, JSON.stringify(fields));
    await store.forget(alice, 'odd');
  }
});
