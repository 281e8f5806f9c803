import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runId, tenantId } from '../../../../src/core/kernel/ids.ts';
import { MongoCatalogStore } from '../../../../src/storage/stores/catalog/mongo-catalog-store.ts';
import { cloudSource } from '../../../support/sites/cloud-site.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';

const { connection } = await testDatabase();
const store = new MongoCatalogStore(connection);
const documents = connection.collection<{ _id: string }>('catalog');
const alice = tenantId('alice');
const ODD: unknown[] = [{ odd: 1 }, 5, null, true, [], new Date(5)];
const seen = ODD.map((_odd, at) => ({
  schemaId: String(at),
  name: `Schema ${at}`,
  key: `S${at}`,
  objectCount: 1,
}));
await store.seen(cloudSource({ tenantId: alice }), seen);
const { items: schemas } = await store.list(alice, {});
const spoil = () =>
  Promise.all(
    schemas.map(({ id }, at) =>
      documents.updateOne({ _id: id }, { $set: { activeRunId: ODD[at] } }),
    ),
  );

test('a schema whose occupant was changed into what is no run is free, and can be occupied', async () => {
  await spoil();
  assert.deepEqual(await store.occupied(), []);
  for (const { id } of schemas) {
    assert.equal((await store.get(alice, id)).activeRunId, undefined);
    assert.equal(await store.occupy(alice, id, runId('r')), true, id);
    assert.equal(await store.occupy(alice, id, runId('s')), false, 'it is occupied now');
    assert.equal((await store.get(alice, id)).activeRunId, 'r');
    await store.vacate(alice, id, runId('r'));
  }
});

test('such a schema is freed for good, and told once', async () => {
  await spoil();
  const [held, ...others] = schemas;
  await documents.updateOne({ _id: held!.id }, { $set: { activeRunId: 'r' } });
  const freed = await store.freeOdd();
  assert.deepEqual(freed.map(({ id }) => id).sort(), others.map(({ id }) => id).sort());
  assert.deepEqual(await store.freeOdd(), []);
  assert.deepEqual(await store.occupied(), [{ tenantId: alice, id: held!.id, activeRunId: 'r' }]);
  assert.equal(await documents.countDocuments({ activeRunId: { $exists: true } }), 1);
});
