import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  migrateDatabase,
  type MigrationStep,
} from '../../../src/storage/migrations/migrate-database.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const LEASE_MS = 300;

/** Steps that note when they run; one may take a while, one may fail. */
function steps(done: string[], work: Record<string, () => Promise<void>> = {}): MigrationStep[] {
  return ['first', 'second'].map((name) => ({
    name,
    run: async () => {
      await work[name]?.();
      done.push(name);
    },
  }));
}
const migrate = async (
  { connection }: Awaited<ReturnType<typeof testDatabase>>,
  all: MigrationStep[],
) => migrateDatabase(connection, all, { leaseMs: LEASE_MS });

test('every step is done once, in order, and those of a new version later', async () => {
  const database = await testDatabase();
  const done: string[] = [];
  await migrate(database, steps(done).slice(0, 1));
  for (let time = 0; time < 2; time += 1) await migrate(database, steps(done));
  assert.deepEqual(done, ['first', 'second']);
});

test('of replicas that start together one migrates, and the others wait for it', async () => {
  const database = await testDatabase();
  const done: string[] = [];
  const slow = { first: () => delay(2 * LEASE_MS) };
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      await migrate(database, steps(done, slow));
      assert.deepEqual(done, ['first', 'second']);
    }),
  );
});

test('whoever has to wait for another one says so once', async () => {
  const database = await testDatabase();
  const said: string[] = [];
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const slow = {
    first: async () => {
      begin();
      await delay(LEASE_MS);
    },
  };
  const first = migrate(database, steps([], slow));
  await begun;
  const options = { leaseMs: LEASE_MS, onWait: () => said.push('waits') };
  await migrateDatabase(database.connection, steps([]), options);
  await first;
  assert.deepEqual(said, ['waits']);
  await migrateDatabase(database.connection, steps([]), options);
  assert.deepEqual(said, ['waits'], 'where nothing is left to do, nobody waits');
});

test('a step that failed is done again, and a holder that died is taken over', async () => {
  const database = await testDatabase();
  const done: string[] = [];
  const fails = { second: () => Promise.reject(new Error('killed')) };
  await assert.rejects(migrate(database, steps(done, fails)), /killed/);
  const from = Date.now();
  await migrate(database, steps(done));
  assert.deepEqual(done, ['first', 'second']);
  assert.ok(Date.now() - from >= LEASE_MS, 'its lease was waited for');
});

test('a version that meets the database of a newer one refuses to start, in a sentence', async () => {
  const database = await testDatabase();
  await migrate(database, steps([]));
  await assert.rejects(
    migrate(database, steps([]).slice(0, 1)),
    /was migrated by a newer version of this service .* Start the newer version, or restore the database/,
  );
});

test('a layout or a lease that was changed in the database is mended, and the steps are done again', async () => {
  const odd = [
    { layout: 'text' },
    { layout: null },
    { layout: -1 },
    { layout: Number.NaN },
    { layout: 0.5 },
    { layout: 0, beats: 'text' },
    { layout: 0, beats: Number.NaN, holder: 'gone' },
    { layout: 0, beats: null },
  ];
  for (const fields of odd) {
    const database = await testDatabase();
    await migrate(database, steps([]));
    const layouts = database.connection.collection<{ _id: string }>('meta');
    await layouts.updateOne({ _id: 'layout' }, { $set: fields });
    const done: string[] = [];
    await migrate(database, steps(done));
    assert.deepEqual(done, ['first', 'second'], JSON.stringify(fields));
    assert.equal(((await layouts.findOne({ _id: 'layout' })) as { layout?: number })?.layout, 2);
  }
});
