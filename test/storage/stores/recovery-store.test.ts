import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { MongoRecoveryStore } from '../../../src/storage/stores/mongo-recovery-store.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const { connection } = await testDatabase();
const store = new MongoRecoveryStore(connection);
const documents = connection.collection<{ _id: string }>('recovery_keys');
const alice = tenantId('alice');
const made = {
  tenantId: alice,
  sealed: Buffer.from('sealed'),
  madeAt: new Date('2026-11-24T12:00:00Z'),
  madeBy: { accountId: '1', name: 'Alice' },
};

test('a recovery key comes back as it was put', async () => {
  await store.put(made);
  const found = await store.find(alice);
  assert.deepEqual({ ...found, ...made }, found);
});

test('one of which somebody changed when and by whom it was made still opens, and gives way to the next', async () => {
  for (const odd of ['text', null, { odd: 1 }]) {
    await documents.updateOne(
      { _id: alice },
      { $set: { madeAt: odd, madeBy: odd, orderedAt: odd } },
    );
    const found = await store.find(alice);
    assert.deepEqual(found?.sealed, made.sealed);
    assert.deepEqual([found.madeAt, found.madeBy.name], [new Date(0), 'unknown']);
    await store.put(made);
    assert.deepEqual((await store.find(alice))?.madeAt, made.madeAt);
  }
});
