import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Connection } from 'mongoose';
import {
  PurgeUninstalled,
  type PurgedStorage,
} from '../../src/core/use-cases/upkeep/purge-uninstalled.ts';
import { systemClock } from '../../src/clock.ts';
import { tenantId, type RunId } from '../../src/core/kernel/ids.ts';
import { SERVICE_STORAGE, type Storage } from '../../src/core/storages/storage.ts';
import { ensureIndexes } from '../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../src/storage/sealing/tenant-keys.ts';
import { MongoStorages } from '../../src/storage/vault/mongo-storages.ts';
import { testDatabase } from '../support/databases/test-database.ts';
import { objects, sorted, STRUCTURE, VaultUser } from '../support/backups/vault-user.ts';
import { vaultContract } from './vault-contract.ts';

const OWN: Storage = { id: 'own', kind: 'own-database' };
const service = await testDatabase();
const own = await testDatabase();
const keys = new TenantKeys(service.connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const storages = new MongoStorages(
  [
    { storage: SERVICE_STORAGE, connection: service.connection },
    { storage: OWN, connection: own.connection },
  ],
  keys,
);
for (const { connection } of [service, own]) await ensureIndexes(connection);
const alice = tenantId('alice');

/** Documents of backups in a database. */
async function stored(connection: Connection, runs?: RunId[]): Promise<number> {
  const query = runs ? { runId: { $in: runs.map(String) } } : {};
  const counts = ['packs', 'backup_headers'].map((name) =>
    connection.collection(name).countDocuments(query),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

for (const [storage, { connection }] of [
  [SERVICE_STORAGE, service],
  [OWN, own],
] as const)
  vaultContract(storage.kind, async () => {
    for (const name of ['packs', 'backup_headers'])
      await connection.collection(name).deleteMany({});
    return {
      open: (tenant) => storages.open(tenant, storage.id),
      stored: (runs) => stored(connection, runs),
      spills: (run) => connection.collection('packs').countDocuments({ runId: run, kind: 'spill' }),
    };
  });

test('two storages stand side by side: each holds its own, and a backup leans only on one of its own', async () => {
  const here = new VaultUser(storages.open(alice, SERVICE_STORAGE.id), alice);
  const there = new VaultUser(storages.open(alice, OWN.id), alice);
  const records = [...STRUCTURE, ...objects(40)];
  const first = await here.backUp(records);
  const elsewhere = await there.backUp(records, first.id);
  assert.equal(elsewhere.header.baseId, undefined, 'its base is in another storage');
  const leaning = await there.backUp(records, elsewhere.id);
  assert.equal(leaning.header.baseId, elsewhere.id);
  assert.deepEqual(await there.readAll(leaning.id), sorted(records));
  await assert.rejects(here.vault.openReader(elsewhere), /missing/);
  await here.vault.deleteBackups([first.id]);
  assert.deepEqual(await there.damage(leaning.id), []);
  assert.equal(await stored(service.connection, [first.id]), 0);
});

test('what is copied into another storage does not open there', async () => {
  const there = new VaultUser(storages.open(alice, OWN.id), alice);
  const backup = await there.backUp([...STRUCTURE, ...objects(3)]);
  for (const name of ['packs', 'backup_headers'])
    await service.connection
      .collection(name)
      .insertMany(await own.connection.collection(name).find({ runId: backup.id }).toArray());
  await assert.rejects(storages.open(alice, SERVICE_STORAGE.id).openReader(backup), {
    code: 'damaged',
  });
});

test('a storage that nobody knows is refused in a sentence', () => {
  assert.throws(() => storages.open(alice, 'gone'), { code: 'unknown-storage' });
});

test('a purge drops the key first, and empties every storage', async () => {
  const [bob, carol] = [tenantId('bob'), tenantId('carol')];
  const users: VaultUser[] = [];
  for (const tenant of [bob, carol])
    for (const vault of await storages.all(tenant)) users.push(new VaultUser(vault, tenant));
  const made: RunId[] = [];
  for (const user of users) made.push((await user.backUp([...STRUCTURE, ...objects(5)])).id);
  const order: string[] = [];
  const tenants = {
    beginPurges: async () => [{ id: bob }],
    purge: async () => {
      order.push('documents');
      assert.equal(await stored(service.connection, made.slice(0, 1)), 0);
      assert.equal(await stored(own.connection, made.slice(1, 2)), 0);
    },
  } as never;
  const custody = {
    destroy: async () => {
      order.push('key');
      await keys.destroy(bob);
      assert.ok((await stored(service.connection, made.slice(0, 1))) > 0);
    },
  };
  const clock = systemClock;
  const told: PurgedStorage[] = [];
  const tell = (purged: PurgedStorage): void => void told.push(purged);
  const deps = { clock, tenants, keys: custody, storages, tell, graceMs: 0 };
  assert.deepEqual(await new PurgeUninstalled(deps).round(), { done: 1, failed: [] });
  assert.deepEqual(order, ['key', 'documents']);
  assert.deepEqual(
    told.map(({ tenantId: id, storageId }) => [id, storageId]),
    [
      [bob, SERVICE_STORAGE.id],
      [bob, OWN.id],
    ],
  );
  assert.ok(told.every(({ bytes, objects: count }) => bytes > 0 && count >= 2));
  const again = { ...deps, keys: { destroy: async () => undefined } };
  assert.deepEqual(await new PurgeUninstalled(again).round(), { done: 1, failed: [] });
  assert.equal(told.length, 2, 'where nothing is left, nothing is told');
  await assert.rejects(storages.open(bob, OWN.id).openReader(users[1]!.ref(made[1]!)), {
    code: 'not-found',
  });
  for (const [at, user] of users.slice(2).entries())
    assert.deepEqual(await user.damage(made[at + 2]!), [], "another tenant's stay");
});
