import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import mongoose from 'mongoose';
import { runId, tenantId } from '../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRestoreStore } from '../../../src/storage/stores/restores/mongo-restore-store.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const LINES = 4_500;
const database = await testDatabase();
const monitored = await mongoose
  .createConnection(database.uri, {
    dbName: database.name,
    monitorCommands: true,
    autoIndex: false,
    autoCreate: false,
  })
  .asPromise();
after(() => monitored.close());
const { connection } = database;
const store = new MongoRestoreStore(monitored, testSecrets(monitored));
await ensureIndexes(monitored);
const lines = connection.collection<{ _id: string; tenantId: string }>('restore_lines');

test('however many lines a report has, no single deletion takes more than a batch of them', async () => {
  const line = (of: string, at: number) => ({ _id: `${of}:${at}`, tenantId: of });
  const many = Array.from({ length: LINES }, (_none, at) => line('alice', at));
  await lines.insertMany([...many, line('alicf', 1), line('albert', 1)]);
  const deletions: number[] = [];
  monitored.getClient().on('commandSucceeded', ({ commandName, reply }) => {
    if (commandName === 'delete') deletions.push((reply as { n: number }).n);
  });
  await store.purge(tenantId('alice'));
  const left = await lines.find({}).sort({ _id: 1 }).toArray();
  assert.deepEqual(
    left.map(({ _id }) => _id),
    ['albert:1', 'alicf:1'],
  );
  assert.deepEqual(deletions.slice(0, 3), [2_000, 2_000, 500]);
});

test('what has the fields of an index is found by them, a batch at a time, and nothing else is read', async () => {
  const line = (way: string, at: number) => ({
    _id: `bob:${way}:${at}`,
    tenantId: 'bob',
    way,
    sourceId: String(at).padStart(5, '0'),
  });
  const many = Array.from({ length: LINES }, (_none, at) => line(at < 1_000 ? 'a>b' : 'a>c', at));
  await lines.insertMany([...many, { ...line('a>b', 7), _id: 'other', tenantId: 'bobby' }]);
  const asked: unknown[] = [];
  monitored.getClient().on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'delete' && command['delete'] === 'restore_lines')
      asked.push((command as { deletes: { q: unknown }[] }).deletes[0]?.q);
  });
  await store.purge(tenantId('bob'));
  const between = (way: string, from: string, to: string) => ({
    tenantId: 'bob',
    way,
    sourceId: { $gte: from, $lte: to },
  });
  // Whatever has none of the fields is looked for last.
  assert.deepEqual(asked.slice(0, 3), [
    between('a>b', '00000', '00999'),
    between('a>c', '01000', '02999'),
    between('a>c', '03000', '04499'),
  ]);
  assert.equal(await lines.countDocuments({ tenantId: 'bob' }), 0);
  assert.equal(await lines.countDocuments({ _id: 'other' }), 1);
});

test('the lines of a large report go with few documents', async () => {
  const route = {
    tenantId: tenantId('carol'),
    runId: runId('r1'),
    fence: 1,
    sourceWorkspace: 'a',
    targetWorkspace: 'b',
    targetSchemaId: '7',
  };
  const words = { sourceKey: 'A-1', label: 'One', typeName: 'Laptop', outcome: 'created' } as const;
  const ids = Array.from({ length: LINES }, (_none, at) => String(at));
  await store.note(
    route,
    ids.map((sourceId) => ({ ...words, sourceId, targetId: `9${sourceId}` })),
  );
  let deleted = 0;
  monitored.getClient().on('commandSucceeded', ({ commandName, reply }) => {
    if (commandName === 'delete') deleted += (reply as { n: number }).n;
  });
  await store.purge(route.tenantId);
  assert.equal(deleted, Math.ceil(LINES / 200));
  assert.equal(await connection.collection('restore_line_blocks').countDocuments({}), 0);
});
