import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { ensureIndexes } from '../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../src/storage/sealing/tenant-keys.ts';
import { MongoTenantStore } from '../../src/storage/stores/mongo-tenant-store.ts';
import { testDatabase } from '../support/test-database.ts';

const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const purged: string[] = [];
let failures = 1;
const tenants = new MongoTenantStore({
  connection,
  secrets: new SecretBox(keys),
  keys,
  purges: [
    async (id) => {
      purged.push(id);
      if (failures-- > 0) throw new Error('crash half-way');
    },
  ],
});
await ensureIndexes(connection);
const install = (secret: string) =>
  tenants.install({ key: 'site-a', siteUrl: 'https://a.atlassian.net', secret });
const secretOf = async (key: string) => {
  const tenant = await tenants.find(key);
  return tenant && tenants.secret(tenant.id);
};
const documents = connection.collection('tenants');

test('a reinstall before the purge revives the tenant, with the new secret', async () => {
  const first = await install('secret-one-0123456789');
  await tenants.uninstall('site-a');
  assert.equal(await secretOf('site-a'), null);
  const again = await install('secret-two-0123456789');
  assert.equal(again.id, first.id);
  assert.equal(await secretOf('site-a'), 'secret-two-0123456789');
});

test('a purge that crashed goes on in the next round, repeats after an hour and a day, and never touches the new installation', async () => {
  await tenants.uninstall('site-a');
  const [due] = await tenants.beginPurges(new Date());
  const fresh = await install('secret-three-0123456789'); // while the purge runs
  assert.notEqual(fresh.id, due!.id);
  await assert.rejects(tenants.purge(due!.id), /half-way/);
  assert.deepEqual(
    (await tenants.beginPurges(new Date())).map((tenant) => tenant.id),
    [due!.id],
  );
  await tenants.purge(due!.id);
  assert.deepEqual(await tenants.beginPurges(new Date()), [], 'not due before an hour');
  for (const left of [1, 0]) {
    await documents.updateOne({ _id: due!.id as never }, { $set: { nextPurgeAt: new Date(0) } });
    const [again] = await tenants.beginPurges(new Date());
    assert.equal(again!.id, due!.id);
    await tenants.purge(due!.id);
    assert.equal(await documents.countDocuments({ _id: due!.id as never }), left);
  }
  assert.equal(await secretOf('site-a'), 'secret-three-0123456789');
  assert.ok(!purged.includes(fresh.id));
});

test('the tenant of a site is found while the app is installed there', async () => {
  const { id } = (await tenants.find('site-a'))!;
  assert.equal((await tenants.activeAt('https://a.atlassian.net'))?.id, id);
  assert.equal(await tenants.activeAt('https://b.atlassian.net'), null);
  await tenants.uninstall('site-a');
  assert.equal(await tenants.activeAt('https://a.atlassian.net'), null);
});
