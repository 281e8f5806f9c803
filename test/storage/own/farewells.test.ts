/** Storages of a tenant that is gone, whose servers do not answer on that day. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { composeDatabaseGates } from '../../../src/compose/compose-database-gates.ts';
import { composeOwnStorages } from '../../../src/compose/compose-own-storages.ts';
import { DAY_MS } from '../../../src/core/kernel/durations.ts';
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
import { testDatabase } from '../../support/test-database.ts';
import { objects, STRUCTURE, VaultUser } from '../../support/vault-user.ts';

const service = await testDatabase();
await ensureIndexes(service.connection);
const clock = new SteppingClock(Date.now());
const ring = new KeyRing(new Map([['k', randomBytes(32)]]));
const keys = new TenantKeys(service.connection, ring);
const said: string[] = [];
const own = composeOwnStorages({
  service: service.connection,
  keyRing: ring,
  keys,
  secrets: new SecretBox(keys),
  clock,
  gates: composeDatabaseGates(['127.0.0.0/8']),
  log: { ...silentLog, warn: (_fields: object, message: string) => void said.push(message) },
});
const storages = new MongoStorages([], keys, { own: own.storages });
after(() => own.databases.close());

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
  return { tenant, storage, proxy, documents };
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
  assert.deepEqual(said, []);
});

test('one that does not answer for 30 days is given up, which is told, and its address deleted', async () => {
  const { tenant, proxy, documents } = await tenantWithDatabase();
  const before = await documents();
  proxy.cut();
  await storages.leaveOwn(tenant);
  await keys.destroy(tenant);
  await clock.step(31 * DAY_MS);
  assert.deepEqual((await own.storages.round()).failed, []);
  assert.equal(await farewells(), 0);
  assert.match(said.join(), /did not answer for 30 days: what the app wrote stays there/);
  assert.deepEqual(await documents(), before);
});
