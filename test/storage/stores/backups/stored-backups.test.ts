import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import { MongoStoredBackups } from '../../../../src/storage/stores/backups/mongo-stored-backups.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';

const { connection } = await testDatabase();
const stored = new MongoStoredBackups(connection);
const documents = connection.collection<{ _id: string }>('backups');
const at = new Date('2026-11-26T00:00Z');
const IN_BIN = { binned: { at, why: 'x', by: { accountId: '1', name: 'A' } } };

let planted = 0;
async function plant(storageId: string, more: object = {}, tenant = 'alice'): Promise<void> {
  planted += 1;
  const fields = { tenantId: tenant, storageId, state: 'complete', deleteRequested: false };
  await documents.insertOne({ _id: `b${planted}`, ...fields, ...more });
}

test('backups are counted by storage: those on the list, and all of them', async () => {
  await plant('service');
  await plant('service');
  await plant('service', IN_BIN);
  await plant('service', { binned: { ...IN_BIN.binned, at: new Date(0) } });
  await plant('service', { deleteRequested: true });
  await plant('own', { state: 'pending' });
  await plant('service', {}, 'bob');
  assert.deepEqual(
    await stored.count(tenantId('alice')),
    new Map([
      ['service', { listed: 2, all: 5 }],
      ['own', { listed: 0, all: 1 }],
    ]),
  );
  assert.equal((await stored.count(tenantId('carol'))).size, 0);
});
