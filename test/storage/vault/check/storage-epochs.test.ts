import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { mismatchNotice } from '../../../../src/core/storages/storage-epochs.ts';
import { SERVICE_STORAGE } from '../../../../src/core/storages/storage.ts';
import { ensureIndexes } from '../../../../src/storage/ensure-indexes.ts';
import { MongoStorageEpochs } from '../../../../src/storage/vault/check/mongo-storage-epochs.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';

const service = await testDatabase();
const storage = await testDatabase();
const clock = new SteppingClock();
const replica = () =>
  new MongoStorageEpochs({
    service: service.connection,
    storages: [{ storage: SERVICE_STORAGE, connection: storage.connection }],
    clock,
  });
const epochs = replica();
for (const { connection } of [service, storage]) await ensureIndexes(connection);
const known = service.connection.collection('storage_epochs');
const held = storage.connection.collection('storage_meta');
const older = async (by = epochs) => (await by.compare()).map((mismatch) => mismatch.older);
/** Long enough that the next look moves the epoch. */
const later = () => clock.step(300_000);

beforeEach(async () => {
  for (const each of [known, held]) await each.deleteMany({});
  assert.deepEqual(await older(), [], 'both are new');
});

test('they move on together, by however many replicas, and fit at every look', async () => {
  const replicas = [epochs, replica(), replica()];
  for (let round = 0; round < 5; round += 1) {
    await later();
    for (const found of await Promise.all(replicas.map((each) => older(each))))
      assert.deepEqual(found, []);
  }
  assert.deepEqual(await older(), []);
  assert.ok((await held.findOne({}))!['number'] >= 5);
});

for (const [which, copied] of [
  ['service', known],
  ['storage', held],
] as const)
  test(`a ${which} that was restored from an older copy is noticed once, and shown`, async () => {
    const copy = await copied.find({}).toArray();
    for (let round = 0; round < 3; round += 1) {
      await later();
      await older();
    }
    await copied.deleteMany({});
    await copied.insertMany(copy);
    assert.deepEqual(await older(), [which]);
    assert.deepEqual(await older(), [], 'from then on they fit');
    const mismatch = await epochs.mismatch(SERVICE_STORAGE.id);
    assert.equal(mismatch?.older, which);
    assert.match(mismatchNotice(mismatch, clock.now()) ?? '', /restored from an older copy/);
    assert.equal(mismatchNotice(mismatch, clock.now() + 31 * 86_400_000), undefined);
    await later();
    assert.deepEqual(await older(), []);
  });

test('a service database of before there were epochs, beside a storage that has one, is older', async () => {
  await known.deleteMany({});
  assert.deepEqual(await older(), ['service']);
});

test('a move that was broken off at any point is gone on with', async () => {
  await later();
  const next = { number: 2, word: 'next' };
  await known.updateOne({}, { $set: { next } });
  assert.deepEqual(await older(), [], 'noted, and not taken by the storage');
  assert.equal((await held.findOne({}))!['word'], 'next');
  await known.updateOne({}, { $set: { next: { number: 3, word: 'after' } } });
  await held.updateOne({}, { $set: { number: 3, word: 'after' } });
  assert.deepEqual(await older(), [], 'taken by the storage, and not by the service');
  assert.equal((await known.findOne({}))!['epoch'].word, 'after');
});
