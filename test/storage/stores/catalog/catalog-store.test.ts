import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogId, tenantId } from '../../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../../src/core/runs/new-run-id.ts';
import { ensureIndexes } from '../../../../src/storage/ensure-indexes.ts';
import { MongoCatalogStore } from '../../../../src/storage/stores/catalog/mongo-catalog-store.ts';
import { cloudSource } from '../../../support/sites/cloud-site.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';

const database = await testDatabase();
const here = new MongoCatalogStore(database.connection);
const other = new MongoCatalogStore(await database.open());
await ensureIndexes(database.connection);
const [alice, bob] = [tenantId('alice'), tenantId('bob')];
const SITE = cloudSource({ tenantId: alice });
const seen = (count: number) =>
  Array.from({ length: count }, (_none, at) => ({
    schemaId: String(at),
    name: `Schema ${String(at).padStart(3, '0')}`,
    key: `S${at}`,
    objectCount: at,
  }));
const names = async (store: MongoCatalogStore, tenant = alice) =>
  (await store.list(tenant, {})).items.map((schema) => schema.name);
await here.seen(SITE, seen(20));
await here.seen(cloudSource({ tenantId: bob }), seen(3));
const first = (await here.list(alice, {})).items[0]!;

test('what one replica writes, the other one lists at once, one schema or many', async () => {
  assert.equal((await names(other)).length, 20);
  const run = newRunId();
  assert.equal(await here.occupy(alice, first.id, run), true);
  assert.equal((await other.list(alice, {})).items[0]!.activeRunId, run);
  await other.vacate(alice, first.id, run);
  assert.equal((await here.list(alice, {})).items[0]!.activeRunId, undefined);
  await here.setBackupFacts(alice, first.id, async () => ({
    backupCount: 7,
    lastBackupAt: new Date(5),
  }));
  assert.equal((await other.list(alice, {})).items[0]!.backupCount, 7);
  await here.hide(alice, first.id);
  assert.ok(!(await names(other)).includes(first.name));
  await here.seen(SITE, seen(21));
  assert.equal((await names(other)).length, 21);
  await here.setConnected(alice, SITE.id, false);
  assert.equal((await names(other)).length, 0);
  await here.setConnected(alice, SITE.id, true);
  await other.remove(alice, first.id);
  assert.equal((await names(here)).length, 20);
});

test('a replica that slept through more changes than are noted sees them all', async () => {
  const { items: schemas } = await other.list(alice, {});
  await names(here);
  for (let round = 1; round <= 4; round += 1)
    for (const schema of schemas)
      await other.setBackupFacts(alice, schema.id, async () => ({ backupCount: round }));
  assert.deepEqual(
    (await here.list(alice, {})).items.map((schema) => schema.backupCount),
    schemas.map(() => 4),
  );
});

test('facts that were read before somebody else wrote theirs are read anew, by whichever replica', async () => {
  const { id } = (await here.list(alice, {})).items[0]!;
  const write = (backupCount: number) =>
    other.setBackupFacts(alice, id, async () => ({ backupCount }));
  const counts = [2, 1, 0];
  let asked = 0;
  await here.setBackupFacts(alice, id, async () => {
    const backupCount = counts[asked]!;
    asked += 1;
    // A backup is deleted while the earlier count is on its way.
    if (asked < counts.length) await write(backupCount - 1);
    return { backupCount };
  });
  assert.equal(asked, 3);
  assert.equal((await other.list(alice, {})).items[0]!.backupCount, 0);
});

test('facts of a schema that keeps being changed are given up with a sentence, those of none are nothing', async () => {
  const { id } = (await here.list(alice, {})).items[0]!;
  const meddle = async () => {
    await other.setBackupFacts(alice, id, async () => ({ backupCount: 1 }));
    return { backupCount: 2 };
  };
  await assert.rejects(here.setBackupFacts(alice, id, meddle), { code: 'schema-busy' });
  await here.setBackupFacts(alice, catalogId('gone'), async () => assert.fail('nothing to write'));
});

test("tenants do not see each other, nor lose anything by each other's purge", async () => {
  await assert.rejects(here.get(bob, (await here.list(alice, {})).items[0]!.id), {
    code: 'not-found',
  });
  await here.purge(alice);
  assert.deepEqual([await names(other), (await names(other, bob)).length], [[], 3]);
});

test('a schema that was changed in the database hides no other one, and is whole again with the next sync', async () => {
  const carol = tenantId('carol');
  const site = cloudSource({ tenantId: carol });
  const odd: Record<string, unknown>[] = [
    { objectCount: null },
    { objectCount: 'text' },
    { location: 7 },
    { seenByName: { odd: 1 } },
    { unremoved: { why: 'text' } },
  ];
  await here.seen(site, seen(odd.length + 1));
  const documents = database.connection.collection('catalog');
  for (const [at, fields] of odd.entries())
    await documents.updateOne({ tenantId: carol, schemaId: String(at) }, { $set: fields });
  const fresh = new MongoCatalogStore(await database.open());
  assert.deepEqual(await names(fresh, carol), ['Schema 005']);
  await fresh.seen(site, seen(odd.length + 1));
  const again = new MongoCatalogStore(await database.open());
  assert.equal((await names(again, carol)).length, odd.length, 'all but what no sync knows');
});
