/**
 * The whole migration of a released database, killed and stalled at each of its writes: whatever
 * happens on the way, it comes to the same database.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import type { Connection } from 'mongoose';
import { siteId, tenantId } from '../../../src/core/kernel/ids.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { migrateDatabase } from '../../../src/storage/migrations/migrate-database.ts';
import { migrationSteps } from '../../../src/storage/migrations/migration-steps.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { MongoSiteStore } from '../../../src/storage/stores/mongo-site-store.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import { testKeyRing } from '../../support/test-key-ring.ts';
import { interruptible } from '../../compat/making/interruptible.ts';
import { KEY_RING, loadFixture, type FixtureName } from '../../compat/fixtures/load-fixture.ts';

const COLLECTIONS = ['runs', 'connections', 'targets', 'catalog', 'sites', 'backups', 'meta'];
const SHORT_LEASE_MS = 20;
/** Whoever is killed or stalled sends no sign of life. */
const SILENT_LEASE_MS = 600_000;

interface StoredDocument {
  _id: string;
  tenantId?: string;
  token?: string;
  kind?: string;
  state?: string;
}
type Content = Record<string, object[]>;

const uri = await testDatabaseUri();

class OldDatabase {
  readonly connection: Connection;
  readonly #secrets: SecretBox;
  #before: Record<string, StoredDocument[]> = {};

  static async load(name: FixtureName): Promise<OldDatabase> {
    const id = `compat_${randomBytes(6).toString('hex')}`;
    await loadFixture(uri, name, { service: id, storage: `${id}_storage` });
    const loaded = new OldDatabase(await connectDatabase(uri, id));
    for (const each of COLLECTIONS) loaded.#before[each] = await loaded.#documents(each);
    after(async () => {
      await loaded.connection.dropDatabase();
      await loaded.connection.close();
    });
    return loaded;
  }

  private constructor(connection: Connection) {
    this.connection = connection;
    this.#secrets = new SecretBox(new TenantKeys(connection, testKeyRing(KEY_RING)));
  }

  /** Makes the indexes that the service makes before it migrates. */
  async prepare(): Promise<void> {
    new MongoBackupStore(this.connection);
    new MongoSiteStore(this.connection, this.#secrets);
    await ensureIndexes(this.connection);
  }

  /** Leaves two backups, one restore, and two schemas: each write is of a kind with others. */
  thinOut(): void {
    const { runs = [], catalog = [] } = this.#before;
    const backups = runs.filter((run) => run.kind === 'backup' && run.state === 'complete');
    const restores = runs.filter((run) => run.kind === 'restore');
    this.#before['runs'] = [...backups.slice(0, 2), ...restores.slice(0, 1)];
    this.#before['catalog'] = catalog.slice(0, 2);
  }

  /** Puts back what the old version left. */
  async reset(): Promise<void> {
    for (const each of COLLECTIONS) {
      const collection = this.connection.collection<StoredDocument>(each);
      await collection.deleteMany({});
      const documents = this.#before[each] ?? [];
      if (documents.length > 0) await collection.insertMany(documents);
    }
  }

  migrate(connection = this.connection, leaseMs = SHORT_LEASE_MS): Promise<void> {
    return migrateDatabase(connection, migrationSteps(connection, this.#secrets), { leaseMs });
  }

  /** Everything that the migration writes, with the tokens in plain: each seal is another one. */
  async content(): Promise<Content> {
    const content: Content = {};
    for (const each of COLLECTIONS) content[each] = await this.#documents(each);
    content['sites'] = await Promise.all(
      (await this.#documents('sites')).map((site) => this.#opened(site)),
    );
    content['meta'] = (await this.#documents('meta')).map(({ _id, ...rest }) => ({
      _id,
      layout: 'layout' in rest ? rest.layout : undefined,
    }));
    return content;
  }

  #documents(name: string): Promise<StoredDocument[]> {
    return this.connection.collection<StoredDocument>(name).find({}).sort({ _id: 1 }).toArray();
  }

  async #opened(site: StoredDocument): Promise<object> {
    const { _id, tenantId: of, token } = site;
    if (of === undefined || token === undefined) return site;
    const plain = await this.#secrets.open(tenantId(of), siteId(_id), 'token', token);
    return { ...site, token: plain };
  }
}

/** The database, and what the migration makes of it when nothing comes between. */
async function migratedOnce(old: OldDatabase): Promise<Content> {
  await old.reset();
  await old.migrate();
  return old.content();
}

for (const name of ['everyday', 'interrupted'] as const)
  test(`"${name}" is migrated once, by however many replicas`, async () => {
    const old = await OldDatabase.load(name);
    await old.prepare();
    const wanted = await migratedOnce(old);
    const changes: string[] = [];
    const watched = interruptible(old.connection, async (_at, collection) => {
      changes.push(collection);
    });
    await old.migrate(watched);
    assert.deepEqual(changes, ['meta'], 'a second start only asks for the layout');
    assert.deepEqual(await old.content(), wanted);
    await old.reset();
    await Promise.all([1, 2, 3].map(() => old.migrate(old.connection, 3_000)));
    assert.deepEqual(await old.content(), wanted, 'three at once');
  });

test('killed at any write and started again, it comes to the same', async (context) => {
  const old = await OldDatabase.load('everyday');
  await old.prepare();
  old.thinOut();
  const wanted = await migratedOnce(old);
  let writes = 0;
  for (let isDone = false; !isDone;) {
    writes += 1;
    await old.reset();
    const mortal = interruptible(old.connection, async (at) => {
      if (at >= writes) throw new Error('killed');
    });
    isDone = await old.migrate(mortal, SILENT_LEASE_MS).then(
      () => true,
      (error: Error) => error.message !== 'killed' && Promise.reject(error),
    );
    await old.migrate();
    assert.deepEqual(await old.content(), wanted, `killed at write ${writes}`);
  }
  assert.ok(writes > 15, `${writes} writes`);
  context.diagnostic(`killed at each of ${writes - 1} writes`);
});

test('stalled at any write while another replica migrates, it comes to the same', async () => {
  const old = await OldDatabase.load('everyday');
  await old.prepare();
  old.thinOut();
  const wanted = await migratedOnce(old);
  let isDone = false;
  for (let writes = 1; !isDone; writes += 1) {
    await old.reset();
    isDone = true;
    const late = interruptible(old.connection, async (at) => {
      if (at !== writes) return;
      isDone = false;
      await old.migrate();
    });
    await old.migrate(late, SILENT_LEASE_MS);
    assert.deepEqual(await old.content(), wanted, `stalled at write ${writes}`);
  }
});
