/** Storages of a tenant that is gone: what is deleted where, on whatever day, and what is told. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { composeOwnStorages } from '../../../src/compose/storage/compose-own-storages.ts';
import { DAY_MS } from '../../../src/core/kernel/time/durations.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { OwnStorages } from '../../../src/core/use-cases/storages/own-storages.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoStorages } from '../../../src/storage/vault/mongo-storages.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { cuttableProxy } from '../../support/proxies/cuttable-proxy.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { objects, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

const service = await testDatabase();
const clock = new SteppingClock(Date.now());
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const warned: string[] = [];
const reported: object[] = [];
const log = {
  ...silentLog,
  info: (fields: object, message: string) => void reported.push({ ...fields, message }),
  warn: (_fields: object, message: string) => void warned.push(message),
};

/** The service as it runs with these keys, the active one first. */
async function serviceWith(ring: [string, Buffer][]) {
  const connection = await service.open();
  const keyRing = new KeyRing(new Map(ring));
  const keys = new TenantKeys(connection, keyRing);
  const secrets = new SecretBox(keys);
  const gates = composeDatabaseGates(['127.0.0.0/8']);
  const own = composeOwnStorages({
    service: connection,
    keyRing,
    keys,
    secrets,
    clock,
    gates,
    log,
  });
  await ensureIndexes(connection);
  after(() => own.databases.close());
  return { keys, own };
}

const { keys, own } = await serviceWith([['old', oldKey]]);
const storages = new MongoStorages([], keys, { own: own.storages });

/** A tenant with a backup in a database that holds more, behind a way that can be cut. */
async function tenantWithDatabase() {
  const database = await testDatabase();
  const { hostname, port } = new URL(database.uri);
  const proxy = await cuttableProxy({ host: hostname, port: Number(port) });
  after(() => proxy.close());
  const tenant = tenantId(randomBytes(6).toString('hex'));
  const probe = new OwnStorages({
    clock,
    store: own.store,
    probe: own.probe,
    serviceLabel: 'Ours',
  });
  const by = { accountId: 'ada', name: 'Ada' };
  const { storage } = await probe.save(
    { tenantId: tenant, by, of: undefined },
    {
      own: 'on',
      provider: 'mongodb',
      label: 'Theirs',
      entry: 'fields',
      host: '127.0.0.1',
      port: String(proxy.port),
      database: database.name,
    },
  );
  await database.connection.collection('of_somebody_else').insertOne({ name: 'theirs' });
  await new VaultUser(storages.open(tenant, storage.id), tenant).backUp([
    ...STRUCTURE,
    ...objects(30),
  ]);
  const documents = async (): Promise<Record<string, number>> => {
    const names = ['packs', 'backup_headers', 'storage_meta', 'of_somebody_else'];
    const counts = names.map((name) => database.connection.collection(name).countDocuments({}));
    const found = await Promise.all(counts);
    return Object.fromEntries(names.map((name, at) => [name, found[at] ?? 0]));
  };
  return { tenant, storage, proxy, documents, database };
}

const farewells = (): Promise<number> =>
  service.connection.collection('storage_farewells').countDocuments({});
const EMPTIED = { packs: 0, backup_headers: 0, storage_meta: 0, of_somebody_else: 1 };

test('one that does not answer is tried until it does; its key is gone at once', async () => {
  const { tenant, storage, proxy, documents } = await tenantWithDatabase();
  const before = await documents();
  assert.ok(Number(before['packs']) > 0 && before['storage_meta'] === 1);
  proxy.cut();
  await storages.leaveOwn(tenant);
  await keys.destroy(tenant);
  assert.deepEqual(await own.store.list(tenant), []);
  await assert.rejects(keys.dataKey(tenant));
  await clock.step(29 * DAY_MS);
  const { failed } = await own.storages.round();
  assert.match(JSON.stringify(failed), new RegExp(storage.id));
  assert.deepEqual(await documents(), before);
  proxy.mend();
  assert.deepEqual((await own.storages.round()).failed, []);
  assert.deepEqual(await documents(), EMPTIED);
  assert.equal(await farewells(), 0);
  assert.deepEqual(warned, []);
});

test('the log reports what was deleted where', async () => {
  const { tenant, storage, database, documents } = await tenantWithDatabase();
  const { packs = 0, backup_headers: headers = 0 } = await documents();
  const { bytes } = await storages.open(tenant, storage.id).usage();
  await storages.leaveOwn(tenant);
  reported.length = 0;
  await own.storages.round();
  assert.deepEqual(reported, [
    {
      storage: storage.id,
      tenant,
      label: 'Theirs',
      database: database.name,
      bytes,
      objects: packs + headers,
      message: 'What the app had written to this storage was deleted.',
    },
  ]);
});

test('where another installation, or another database, has taken its place, nothing is deleted, and that is told', async () => {
  const { tenant, database, documents } = await tenantWithDatabase();
  await database.connection
    .collection('storage_meta')
    .updateMany({}, { $set: { owner: 'somebody else' } });
  const before = await documents();
  await storages.leaveOwn(tenant);
  reported.length = 0;
  warned.length = 0;
  assert.deepEqual((await own.storages.round()).failed, []);
  assert.deepEqual(await documents(), before);
  assert.deepEqual(reported, []);
  assert.match(warned.join(), /^There was nothing to delete in this storage/);
  assert.equal(await farewells(), 0);
  warned.length = 0;
});

test('an address that nobody can read keeps neither the key nor the other storages', async () => {
  const { tenant, storage, documents } = await tenantWithDatabase();
  const stored = service.connection.collection<{ _id: string }>('storages');
  const sealed = 'bm90aGluZyB0aGF0IGNhbiBiZSBvcGVuZWQ=';
  await stored.updateOne({ _id: storage.id }, { $set: { sealed } });
  const before = await documents();
  await storages.leaveOwn(tenant);
  assert.match(warned.splice(0).join(), /address of this storage can't be read/);
  assert.deepEqual(await own.store.list(tenant), []);
  assert.equal(await farewells(), 0);
  assert.deepEqual(await documents(), before);
});

test('addresses are sealed anew when the ring is rotated, and until then their key may not go', async () => {
  const { tenant, proxy, documents } = await tenantWithDatabase();
  proxy.cut();
  await storages.leaveOwn(tenant);
  await keys.destroy(tenant);
  const later = await serviceWith([
    ['new', newKey],
    ['old', oldKey],
  ]);
  const alone = await serviceWith([['new', newKey]]);
  assert.deepEqual((await alone.keys.rotation.unfit()).missing, ['old']);
  const wrong = await serviceWith([
    ['new', newKey],
    ['old', randomBytes(32)],
  ]);
  assert.deepEqual((await wrong.keys.rotation.unfit()).different, ['old']);
  const { left } = await later.keys.rotation.state();
  assert.ok(left >= 1);
  const { done, failed } = await later.keys.rotation.rewrapAll();
  assert.deepEqual([done, failed], [left, []]);
  assert.deepEqual(await alone.keys.rotation.unfit(), { missing: [], different: [] });
  assert.equal((await alone.keys.rotation.state()).left, 0);
  proxy.mend();
  assert.deepEqual((await alone.own.storages.round()).failed, []);
  assert.deepEqual(await documents(), EMPTIED);
});

test('a clock that leaps ahead gives up none that did not answer on few days', async () => {
  const { tenant, proxy, documents } = await tenantWithDatabase();
  proxy.cut();
  await storages.leaveOwn(tenant);
  await keys.destroy(tenant);
  await clock.step(400 * DAY_MS);
  assert.equal((await own.storages.round()).failed.length, 1);
  const stored = service.connection.collection('storage_farewells');
  assert.equal((await stored.findOne({ tenantId: tenant }))?.['failedDays'], 1);
  proxy.mend();
  assert.deepEqual((await own.storages.round()).failed, []);
  assert.deepEqual(await documents(), EMPTIED);
  assert.deepEqual(warned, []);
});

test('one that does not answer for 30 days is given up, which is told, and its address deleted', async () => {
  const { tenant, proxy, documents } = await tenantWithDatabase();
  const before = await documents();
  proxy.cut();
  await storages.leaveOwn(tenant);
  await keys.destroy(tenant);
  // As 30 days of trying leave it: each of them would wait for an answer.
  const failedAt = new Date(clock.now());
  const stored = service.connection.collection('storage_farewells');
  await stored.updateMany({}, { $set: { failedDays: 30, failedAt } });
  await clock.step(DAY_MS);
  assert.deepEqual((await own.storages.round()).failed, []);
  assert.equal(await farewells(), 0);
  assert.match(warned.join(), /did not answer for 30 days: what the app wrote stays there/);
  assert.deepEqual(await documents(), before);
});
