import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { ensureIndexes } from '../../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../../src/storage/sealing/tenant-keys.ts';
import { MongoTenantStore } from '../../../../src/storage/stores/tenants/mongo-tenant-store.ts';
import { lifecycleCall } from '../../../support/doors/lifecycle-call.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';

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
const installation = (secret: string) => ({
  key: 'site-a',
  siteUrl: 'https://a.atlassian.net',
  secret,
});
const install = (secret: string, call = lifecycleCall()) =>
  tenants.install(installation(secret), call);
const uninstall = (call = lifecycleCall()) => tenants.uninstall('site-a', call);
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const secretOf = async (key: string) => {
  const tenant = await tenants.find(key);
  const secret = tenant && (await tenants.secret(tenant.id));
  const signing = await tenants.findSigning(key);
  assert.equal(signing?.secret ?? null, secret, 'by its id as by its key');
  if (signing) assert.deepEqual(signing.tenant, tenant);
  return secret;
};
const documents = connection.collection('tenants');
/** Installs a site, whose document somebody changes then. */
async function changed(key: string, fields: Record<string, unknown>) {
  const siteUrl = 'https://changed.atlassian.net';
  const again = () =>
    tenants.install({ key, siteUrl, secret: 'secret-0123456789' }, lifecycleCall());
  const { id } = await again();
  await documents.updateOne({ _id: id } as never, { $set: fields });
  return { id, install: again };
}
const purging = async (before: Date) => (await tenants.beginPurges(before)).map(({ id }) => id);

test('a reinstall before the purge revives the tenant, with the new secret', async () => {
  const first = await install('secret-one-0123456789');
  await uninstall();
  assert.equal(await secretOf('site-a'), null);
  const again = await install('secret-two-0123456789');
  assert.equal(again.id, first.id);
  assert.equal(await secretOf('site-a'), 'secret-two-0123456789');
});

test('a purge that crashed goes on in the next round, repeats after a minute, an hour and a day, and never touches the new installation', async () => {
  await uninstall();
  const [due] = await tenants.beginPurges(new Date());
  const fresh = await install('secret-three-0123456789'); // while the purge runs
  assert.notEqual(fresh.id, due!.id);
  await assert.rejects(tenants.purge(due!.id), /half-way/);
  assert.deepEqual(
    (await tenants.beginPurges(new Date())).map((tenant) => tenant.id),
    [due!.id],
  );
  await keys.destroy(due!.id);
  await tenants.purge(due!.id);
  assert.deepEqual(await tenants.beginPurges(new Date()), [], 'not due before a minute');
  const destroyed = connection.collection('tenant_keys');
  for (const left of [1, 1, 0]) {
    await documents.updateOne({ _id: due!.id as never }, { $set: { nextPurgeAt: new Date(0) } });
    const [again] = await tenants.beginPurges(new Date());
    assert.equal(again!.id, due!.id);
    await tenants.purge(due!.id);
    assert.equal(await documents.countDocuments({ _id: due!.id as never }), left);
    assert.equal(await destroyed.countDocuments({ _id: due!.id as never }), left);
  }
  assert.equal(await secretOf('site-a'), 'secret-three-0123456789');
  assert.ok(!purged.includes(fresh.id));
});

test('the tenant of a site is found while the app is installed there', async () => {
  const { id } = (await tenants.find('site-a'))!;
  assert.equal((await tenants.activeAt('https://a.atlassian.net'))?.id, id);
  assert.equal(await tenants.activeAt('https://b.atlassian.net'), null);
  await uninstall();
  assert.equal(await tenants.activeAt('https://a.atlassian.net'), null);
});

test('a call that was signed before the newest one changes nothing, whenever it comes', async () => {
  const now = Date.now();
  await install('secret-four-0123456789', lifecycleCall(now));
  const late = { ...lifecycleCall(now - 5_000), receivedAt: new Date(now + 60_000) };
  assert.equal(await uninstall(late), null, 'nothing is uninstalled by it');
  await install('secret-old-0123456789', late);
  assert.equal(await secretOf('site-a'), 'secret-four-0123456789');
  assert.equal((await uninstall(lifecycleCall(now + 1_000)))?.state, 'uninstalled');
  await install('secret-old-0123456789', lifecycleCall(now + 500));
  assert.equal((await tenants.find('site-a'))?.state, 'uninstalled', 'nor is it installed again');
});

test('the very same call, sent again after it was overtaken in its own second, changes nothing', async () => {
  const now = Date.now() + 2_000;
  const [first, leaving, second] = [lifecycleCall(now), lifecycleCall(now), lifecycleCall(now)];
  await install('secret-five-0123456789', first);
  assert.equal((await uninstall(leaving))?.state, 'uninstalled');
  await install('secret-five-0123456789', first);
  assert.equal((await tenants.find('site-a'))?.state, 'uninstalled');
  await install('secret-six-0123456789', second);
  assert.equal(await uninstall(leaving), null);
  await install('secret-five-0123456789', first);
  assert.equal(await secretOf('site-a'), 'secret-six-0123456789');
});

test('a signature of a clock that is years ahead makes later calls no older', async () => {
  const now = Date.now() + 400_000;
  const ahead = { ...lifecycleCall(now + 2 * YEAR), receivedAt: new Date(now) };
  await install('secret-seven-0123456789', ahead);
  await install('secret-eight-0123456789', lifecycleCall(now + 400_000));
  assert.equal(await secretOf('site-a'), 'secret-eight-0123456789');
});

test('days of grace begin when the app was uninstalled, whichever way our clock was wrong', async () => {
  const now = Date.now() + 2_000_000;
  const behind = { ...lifecycleCall(now), receivedAt: new Date(0) };
  const left = await uninstall(behind);
  assert.equal(left?.uninstalledAt?.getTime(), now);
  await install('secret-nine-0123456789', lifecycleCall(now + 1_000));
  const ahead = { ...lifecycleCall(now + 2_000), receivedAt: new Date(now + 2 * YEAR) };
  assert.equal((await uninstall(ahead))?.uninstalledAt?.getTime(), now + 2 * YEAR);
  assert.equal(await tenants.healTimes(new Date(now + 3_000)), 1);
  assert.equal((await tenants.find('site-a'))?.uninstalledAt?.getTime(), now + 3_000);
  assert.equal(await tenants.healTimes(new Date(now + 4_000)), 0);
});

test('a repeated purge that a clock two years ahead has set comes now', async () => {
  const [due] = await tenants.beginPurges(new Date(Date.now() + 3 * YEAR));
  const nextPurgeAt = new Date(Date.now() + 2 * YEAR);
  await documents.updateOne({ _id: due!.id as never }, { $set: { nextPurgeAt } });
  assert.deepEqual(
    (await tenants.beginPurges(new Date(0))).map((tenant) => tenant.id),
    [due!.id],
  );
});

test('a clock that is behind for a moment does not shorten the days of grace', async () => {
  const now = Date.now();
  const key = 'site-behind';
  await tenants.install(
    { key, siteUrl: 'https://behind.atlassian.net', secret: 's'.repeat(20) },
    lifecycleCall(now),
  );
  const left = await tenants.uninstall(key, lifecycleCall(now + 1_000));
  assert.ok(left?.uninstalledAt);
  await tenants.healTimes(new Date(now - 2 * YEAR));
  const { uninstalledAt } = (await tenants.find(key))!;
  assert.ok(Math.abs(Number(uninstalledAt) - Number(left.uninstalledAt)) <= 1_000);
});

test('an installation that was changed in the database is not recorded, and says so', async () => {
  const { id, install: again } = await changed('changed', { state: 'odd' });
  assert.ok(id);
  await assert.rejects(again(), {
    code: 'damaged',
    message: /data was changed in the database/,
  });
});

test('calls that were changed in the database keep no later one from being obeyed', async () => {
  const odd = [{ calledAt: 'text' }, { calledAt: null }, { calls: 'text' }, { calls: null }];
  for (const [at, fields] of odd.entries()) {
    const key = `called-${at}`;
    const { id, install: again } = await changed(key, fields);
    assert.deepEqual([(await again()).id, (await again()).state], [id, 'active']);
    await documents.updateOne({ _id: id } as never, { $set: fields });
    assert.equal((await tenants.uninstall(key, lifecycleCall()))?.id, id, JSON.stringify(fields));
  }
});

test('an uninstalled site whose dates were changed in the database is deleted all the same', async () => {
  const now = Date.now();
  for (const odd of ['text', null, 7, { odd: 1 }]) {
    const key = `odd-${JSON.stringify(odd)}`;
    const { id } = await changed(key, { state: 'uninstalled', uninstalledAt: odd });
    assert.equal(await tenants.healTimes(new Date(now)), 1);
    assert.equal(await tenants.healTimes(new Date(now)), 0);
    const isPurged = async (before: number) => (await purging(new Date(before))).includes(id);
    assert.equal(await isPurged(now - 1), false, 'its days of grace begin');
    assert.equal(await isPurged(now + HOUR), true);
    await documents.updateOne({ _id: id } as never, { $set: { nextPurgeAt: odd } });
    assert.equal(await isPurged(0), true);
    await documents.deleteOne({ _id: id } as never);
  }
});
