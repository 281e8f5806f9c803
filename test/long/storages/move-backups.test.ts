import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import type { Connection } from 'mongoose';
import { countRecords } from '../../../src/core/backups/backup.ts';
import { runId, tenantId } from '../../../src/core/kernel/ids.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { moveBackups } from '../../../src/storage/migrations/move-backups.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { loadFixture, readExpected, type FixtureName } from '../../compat/fixtures/load-fixture.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';

const uri = await testDatabaseUri();

async function oldDatabase(name: FixtureName) {
  const service = `moved_${randomBytes(6).toString('hex')}`;
  const storage = `${service}_storage`;
  await loadFixture(uri, name, { service, storage });
  const database = await connectDatabase(uri, service);
  const backups = new MongoBackupStore(database);
  await ensureIndexes(database);
  after(async () => {
    await database.dropDatabase();
    await database.close();
  });
  return { database, backups };
}
const everything = async (database: Connection, name: string) =>
  database.collection(name).find({}).sort({ _id: 1 }).toArray();
const content = async (database: Connection) => ({
  runs: await everything(database, 'runs'),
  backups: await everything(database, 'backups'),
});

for (const name of ['everyday', 'interrupted'] as const)
  test(`the backups of the database "${name}" are what they were, and their runs are runs`, async () => {
    const { database, backups } = await oldDatabase(name);
    await moveBackups(database);
    const { documents: stored } = readExpected(name);
    for (const old of stored.backups) {
      const backup = await backups.get(tenantId(old.tenantId), runId(old.id));
      assert.equal(backup.schema.name, old.schemaName);
      assert.equal(backup.trigger, old.trigger);
      assert.equal(backup.createdAt.toISOString(), old.queuedAt);
      assert.equal(backup.completedAt.toISOString(), old.endedAt);
      assert.equal(countRecords(backup, 'object'), old.objects);
      assert.deepEqual(
        [backup.contentBytes, backup.storedBytes, backup.rootHash, backup.baseId],
        [old.contentBytes, old.storedBytes, old.rootHash, old.baseId],
      );
      assert.equal(backup.description, old.description ?? '');
      assert.equal(backup.verified?.ok, old.verified?.ok);
      assert.equal(backup.deleteRequested, old.deleteRequested ?? false);
      assert.deepEqual(backup.pins, old.pins ?? []);
    }
    const { runs, backups: moved } = await content(database);
    assert.equal(moved.length, stored.backups.length);
    assert.deepEqual(await backups.pending(), []);
    for (const run of runs.filter(({ kind, state }) => kind === 'backup' && state === 'complete'))
      assert.deepEqual(
        [run['result'], run['pins'], run['verified']],
        [undefined, undefined, undefined],
      );
  });

/** The database, whose collections die at the given write, before or after it was done. */
function dying(database: Connection, at: number, before: boolean) {
  let writes = 0;
  const collection = (name: string) =>
    new Proxy(database.collection(name), {
      get(target, method) {
        const call = Reflect.get(target, method) as (...args: unknown[]) => unknown;
        if (method !== 'updateOne' && method !== 'deleteOne') return call.bind(target);
        return async (...args: unknown[]) => {
          writes += 1;
          if (writes > at || (writes === at && before)) throw new Error('killed');
          const done = await call.apply(target, args);
          if (writes === at) throw new Error('killed');
          return done;
        };
      },
    });
  return { collection } as unknown as Connection;
}

test('killed at any write and run again, also side by side, it comes to the same', async () => {
  const once = await oldDatabase('everyday');
  const before = await content(once.database);
  await moveBackups(once.database);
  const wanted = await content(once.database);
  const again = await oldDatabase('everyday');
  const put = async (name: 'runs' | 'backups'): Promise<void> => {
    await again.database.collection(name).deleteMany({});
    if (before[name].length > 0) await again.database.collection(name).insertMany(before[name]);
  };
  let ended = false;
  for (let at = 1; !ended; at += 1) {
    await put('runs');
    await put('backups');
    ended = await moveBackups(dying(again.database, at, at % 2 === 0)).then(
      () => true,
      () => false,
    );
    await Promise.all([moveBackups(again.database), moveBackups(again.database)]);
    assert.deepEqual(await content(again.database), wanted, `killed at write ${at}`);
  }
});

test('a backup that was deleted after its run was read does not come back', async () => {
  const { database, backups } = await oldDatabase('everyday');
  const [doomed] = readExpected('everyday').documents.backups;
  assert.ok(doomed);
  const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: hasRead, resolve: read } = Promise.withResolvers<void>();
  const late = {
    collection: (name: string) =>
      new Proxy(database.collection(name), {
        get(target, method) {
          const call = Reflect.get(target, method) as (...args: unknown[]) => unknown;
          if (method !== 'updateOne') return call.bind(target);
          return async (...args: unknown[]) => {
            read();
            await mayGoOn;
            return call.apply(target, args);
          };
        },
      }),
  } as unknown as Connection;
  const waking = moveBackups(late);
  await hasRead;
  await moveBackups(database);
  await database.collection<{ _id: string }>('runs').deleteOne({ _id: doomed.id });
  await backups.remove(tenantId(doomed.tenantId), [runId(doomed.id)]);
  goOn();
  await waking;
  await assert.rejects(backups.get(tenantId(doomed.tenantId), runId(doomed.id)), {
    code: 'not-found',
  });
  assert.deepEqual(await backups.pending(), []);
});
