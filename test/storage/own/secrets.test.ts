import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import {
  showAddress,
  type DatabaseAddress,
} from '../../../src/core/storages/address/database-address.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoOwnStorageStore } from '../../../src/storage/stores/mongo-own-storage-store.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const { connection } = await testDatabase();
const store = new MongoOwnStorageStore(connection, testSecrets(connection));
await ensureIndexes(connection);
const alice = tenantId('alice');
const ADDRESS: DatabaseAddress = {
  hosts: ['db.example.com:27017'],
  isSrv: false,
  database: 'kept',
  user: 'backup',
  password: 's3cret-of-the-database',
  authSource: 'admin',
  tls: true,
  ca: '',
};
const STORAGE = {
  id: 'own',
  kind: 'own-database',
  tenantId: alice,
  provider: 'mongodb',
  label: 'Frankfurt',
  address: showAddress(ADDRESS),
  createdAt: new Date(0),
  addedBy: { accountId: 'ada', name: 'Ada' },
  revision: 0,
} as const;

test('a password is stored sealed alone, opens for its tenant alone, and is in no list', async () => {
  const saved = await store.save(STORAGE, ADDRESS);
  assert.deepEqual(await store.address(alice, 'own'), ADDRESS);
  const dump = JSON.stringify([
    await connection.collection('storages').find({}).toArray(),
    await store.list(alice),
    saved,
  ]);
  assert.ok(!dump.includes(ADDRESS.password));
  await assert.rejects(store.address(tenantId('bob'), 'own'), { code: 'unknown-storage' });
  await connection.collection('storages').updateOne({}, { $set: { tenantId: 'bob' } });
  await assert.rejects(store.address(tenantId('bob'), 'own'), { code: 'damaged' });
  await connection.collection('storages').updateOne({}, { $set: { tenantId: 'alice' } });
});

test('who edits an older one is told, and what runs left is remembered until it is gone', async () => {
  await assert.rejects(store.save(STORAGE, ADDRESS), { code: 'storage-changed' });
  const leftover = {
    tenantId: alice,
    storageId: 'own',
    run: { id: 'r1' as never, holders: ['h'] },
  };
  for (let time = 0; time < 2; time += 1) await store.addLeftover(leftover);
  assert.deepEqual(await store.leftovers(), [leftover]);
  await store.removeLeftover(leftover);
  assert.deepEqual(await store.leftovers(), []);
});
