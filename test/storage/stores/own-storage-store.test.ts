import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MongoOwnStorageStore } from '../../../src/storage/stores/mongo-own-storage-store.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const { connection } = await testDatabase();
const store = new MongoOwnStorageStore(connection, testSecrets(connection));
const documents = connection.collection<{ _id: string }>('storages');
const storage = {
  tenantId: 'alice',
  kind: 'own-database',
  provider: 'mongodb',
  label: 'Ours',
  address: { hosts: ['db.example.com'], database: 'backups' },
  createdAt: new Date(5),
  addedBy: { accountId: '1', name: 'Alice' },
  revision: 1,
  sealed: 'sealed',
};
const run = { id: 'r', holders: ['h'] };

test('what runs left in a storage, and was changed in the database, hides none of the others', async () => {
  const odd: unknown[] = ['text', null, 7, { odd: 1 }, [null, 'text', { id: 7 }, { id: 'x' }]];
  for (const [number, leftovers] of odd.entries())
    await documents.insertOne({ _id: `odd-${number}`, ...storage, leftovers } as never);
  await documents.insertOne({ _id: 'good', ...storage, leftovers: [run, 'text'] } as never);
  assert.deepEqual(await store.leftovers(), [{ tenantId: 'alice', storageId: 'good', run }]);
});
