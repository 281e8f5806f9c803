import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../../src/storage/ensure-indexes.ts';
import { CatalogSnapshots } from '../../../../src/storage/stores/catalog/catalog-snapshots.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';

interface Named {
  id: string;
  name: string;
}

const HALF_A_MINUTE_MS = 30_000;
const { connection } = await testDatabase();
const snapshots = new CatalogSnapshots<Named>(connection);
await ensureIndexes(connection);

test('what is half a minute old is loaded anew, and only what is a minute old is waited for', async (t) => {
  const alice = tenantId('alice');
  const real = performance.now.bind(performance);
  let passedMs = 0;
  t.mock.method(performance, 'now', () => real() + passedMs);
  // Changed without a revision, as by a crash between two writes.
  let stored = [{ id: 'a', name: 'Old' }];
  let reached = Promise.resolve();
  let loads = 0;
  const loader = {
    all: async () => {
      loads += 1;
      await reached;
      return stored;
    },
    some: async () => [],
  };
  const names = async () => (await snapshots.items(alice, loader)).map(({ name }) => name);

  assert.deepEqual(await names(), ['Old']);
  stored = [{ id: 'a', name: 'New' }];
  const slow = Promise.withResolvers<void>();
  reached = slow.promise;
  assert.deepEqual([await names(), loads], [['Old'], 1], 'it is recent');
  passedMs += HALF_A_MINUTE_MS;
  assert.deepEqual(
    [await names(), await names(), loads],
    [['Old'], ['Old'], 2],
    'one load, beside',
  );
  slow.resolve();
  assert.deepEqual([await names(), loads], [['New'], 2]);

  stored = [{ id: 'a', name: 'Newest' }];
  passedMs += 2 * HALF_A_MINUTE_MS;
  assert.deepEqual([await names(), loads], [['Newest'], 3], 'nobody is shown what is older');
});

test('a load beside that fails is tried again, and loses no change', async (t) => {
  const bob = tenantId('bob');
  const real = performance.now.bind(performance);
  let passedMs = 0;
  t.mock.method(performance, 'now', () => real() + passedMs);
  let stored = [{ id: 'a', name: 'Old' }];
  let fails = false;
  const loader = {
    all: async () => {
      if (fails) throw new Error('The database does not answer.');
      return stored;
    },
    some: async (ids: string[]) => stored.filter(({ id }) => ids.includes(id)),
  };
  const names = async () => (await snapshots.items(bob, loader)).map(({ name }) => name);

  assert.deepEqual(await names(), ['Old']);
  fails = true;
  passedMs += HALF_A_MINUTE_MS;
  assert.deepEqual(await names(), ['Old']);
  stored = [{ id: 'a', name: 'New' }];
  await snapshots.addRevision(bob, 'a');
  assert.deepEqual(await names(), ['New'], 'by its revision');
  passedMs += HALF_A_MINUTE_MS;
  await assert.rejects(names, /does not answer/, 'too old to be shown');
  fails = false;
  assert.deepEqual(await names(), ['New']);
});
