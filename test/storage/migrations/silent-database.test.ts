import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { mongo, type Connection } from 'mongoose';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { migrateDatabase } from '../../../src/storage/migrations/migrate-database.ts';
import { migrationSteps } from '../../../src/storage/migrations/migration-steps.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { MongoSiteStore } from '../../../src/storage/stores/mongo-site-store.ts';
import { KEY_RING, loadFixture } from '../../compat/fixtures/load-fixture.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import { testKeyRing } from '../../support/test-key-ring.ts';

const uri = await testDatabaseUri();
const LEASE_MS = 50;

type Method = (...args: unknown[]) => unknown;

/** Calls through to `target`, `before` each method that is called. */
const watched = <T extends object>(
  target: T,
  before: (method: string) => void,
  answered: (answer: unknown) => unknown = (answer) => answer,
): T =>
  new Proxy(target, {
    get(_target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        before(String(name));
        return answered((value as Method).apply(target, args));
      };
    },
  });

/** The database, whose primary steps down at the first call of each kind that is made to it. */
function stumbling(database: Connection, met: Set<string>): Connection {
  let hasStumbled = false;
  const stumble = (call: string): void => {
    if (hasStumbled || met.has(call)) return;
    met.add(call);
    hasStumbled = true;
    throw new mongo.MongoServerError({ message: 'stepped down', code: 189 });
  };
  const collection = (name: string) => {
    const cursorOf = (answer: unknown): unknown =>
      answer instanceof mongo.FindCursor
        ? watched(answer, (method) => method === 'close' || stumble(`${name} cursor`))
        : answer;
    const before = (method: string) => method === 'find' || stumble(`${name} ${method}`);
    return watched(database.collection(name), before, cursorOf);
  };
  return { collection } as unknown as Connection;
}

test('wherever the database steps down meanwhile, the migration can be waited for and goes on', async () => {
  const name = `silent_${randomBytes(6).toString('hex')}`;
  const databases = { service: name, storage: `${name}_storage` };
  await loadFixture(uri, 'everyday', databases);
  const opened = [await connectDatabase(uri, name), await connectDatabase(uri, databases.storage)];
  after(async () => {
    for (const each of opened) {
      await each.dropDatabase();
      await each.close();
    }
  });
  const [database] = opened;
  assert.ok(database);
  const secrets = new SecretBox(new TenantKeys(database, testKeyRing(KEY_RING)));
  const sites = new MongoSiteStore(database, secrets);
  new MongoBackupStore(database);
  await ensureIndexes(database);
  const met = new Set<string>();
  for (let hasStumbled = true; hasStumbled;) {
    const before = met.size;
    const silent = stumbling(database, met);
    const steps = migrationSteps(silent, secrets);
    const error: unknown = await migrateDatabase(silent, steps, { leaseMs: LEASE_MS }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    hasStumbled = met.size > before;
    const isWaitedFor = error instanceof Unavailable && error.code === 'database-unavailable';
    assert.equal(isWaitedFor, hasStumbled, `${[...met].at(-1)}: ${String(error)}`);
  }
  const tenants = await database.collection('sites').distinct('tenantId');
  assert.ok(tenants.length > 0);
  for (const tenant of tenants) assert.ok((await sites.sources(tenant)).length > 0);
  for (const call of ['runs cursor', 'backups cursor', 'connections cursor', 'targets cursor'])
    assert.ok(met.has(call), call);
  for (const call of ['sites cursor', 'catalog findOne', 'catalog updateMany', 'runs updateOne'])
    assert.ok(met.has(call), call);
});
