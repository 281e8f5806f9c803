import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import type { Connection } from 'mongoose';
import { siteId, tenantId, type TenantId } from '../../../src/core/kernel/ids.ts';
import { RestoreInput } from '../../../src/core/restores/restore-input.ts';
import type { Run } from '../../../src/core/runs/run.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { moveSites } from '../../../src/storage/migrations/move-sites.ts';
import type {
  OldConnection,
  OldTarget,
} from '../../../src/storage/migrations/old-site-documents.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoCatalogStore } from '../../../src/storage/stores/catalog/mongo-catalog-store.ts';
import { MongoSiteStore } from '../../../src/storage/stores/mongo-site-store.ts';
import { KEY_RING, loadFixture, type FixtureName } from '../../compat/fixtures/load-fixture.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import { testKeyRing } from '../../support/test-key-ring.ts';

const uri = await testDatabaseUri();

/** A database of version 0.1, with this version's indexes. */
async function oldDatabase(name: FixtureName) {
  const id = `moved_${randomBytes(6).toString('hex')}`;
  const databases = { service: id, storage: `${id}_storage` };
  await loadFixture(uri, name, databases);
  const database = await connectDatabase(uri, databases.service);
  const storage = await connectDatabase(uri, databases.storage);
  const secrets = new SecretBox(new TenantKeys(database, testKeyRing(KEY_RING)));
  const sites = new MongoSiteStore(database, secrets);
  const catalog = new MongoCatalogStore(database);
  await ensureIndexes(database);
  after(async () => {
    for (const each of [database, storage]) {
      await each.dropDatabase();
      await each.close();
    }
  });
  return { database, secrets, sites, catalog };
}

const connectionsOf = (database: Connection) => database.collection<OldConnection>('connections');
const targetsOf = (database: Connection) => database.collection<OldTarget>('targets');

/** The database as a replica has it that stands still once it has read this collection. */
async function stalled(database: Connection, name: string) {
  const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: hasRead, resolve: read } = Promise.withResolvers<void>();
  let isReading = false;
  const collection = (of: string) =>
    new Proxy(database.collection(of), {
      get(target, method) {
        const call = Reflect.get(target, method) as (...args: unknown[]) => unknown;
        if (method === 'find' || method === 'findOne') isReading ||= of === name;
        if (!['updateOne', 'updateMany'].includes(String(method))) return call.bind(target);
        return async (...args: unknown[]) => {
          if (isReading) {
            read();
            await mayGoOn;
          }
          return call.apply(target, args);
        };
      },
    });
  return { connection: { collection } as unknown as Connection, hasRead, goOn };
}

/** Everything that the migration writes; the token is sealed with a new nonce each time. */
async function written(database: Connection) {
  const everything = async (name: string) =>
    database
      .collection(name)
      .find({}, { projection: { token: 0 } })
      .sort({ _id: 1 })
      .toArray();
  return {
    sites: await everything('sites'),
    catalog: await everything('catalog'),
    runs: await everything('runs'),
  };
}

for (const name of ['everyday', 'interrupted'] as const)
  test(`sites of the database "${name}" come with their tokens, catalogs and restores`, async () => {
    const { database, secrets, sites, catalog } = await oldDatabase(name);
    const connections = await connectionsOf(database).find({}).toArray();
    const targets = await targetsOf(database).find({}).toArray();
    const schemas = await database.collection('catalog').find({}).toArray();
    const tokens = await Promise.all(
      connections.map(async ({ _id, token }) => token && secrets.open(_id, _id, 'token', token)),
    );
    await moveSites(database, secrets);
    for (const [at, { _id, workspaceId, email, deletedAt, stepsDone }] of connections.entries()) {
      const [source] = await sites.sources(_id);
      assert.deepEqual(
        [source?.key, source?.details['email'], source?.disconnectedAt, source?.setup.stepsDone],
        [workspaceId, email, deletedAt, stepsDone],
      );
      assert.equal(await sites.token(_id, source!.id), tokens[at] ?? null);
      assert.equal((await sites.ownSite(_id))?.id, deletedAt ? undefined : source!.id);
      const ofTenant = schemas.filter((schema) => schema['tenantId'] === _id);
      assert.equal((await catalog.all(_id, source!.id)).length, ofTenant.length);
    }
    for (const { _id, tenantId: of, name: called } of targets) {
      assert.equal((await sites.get(of, _id)).name, called);
      assert.equal(typeof (await sites.token(of, _id)), 'string');
    }
    for await (const run of database
      .collection<{ _id: string }>('runs')
      .find({ kind: /^restore/ })) {
      const { tenantId: of, input } = run as unknown as Run & { tenantId: TenantId };
      const destination = await sites.get(of, siteId(RestoreInput.parse(input).siteId));
      assert.equal(destination.key, RestoreInput.parse(input).place.siteKey);
    }
    assert.equal(await connectionsOf(database).countDocuments({}), 0);
    assert.equal(await targetsOf(database).countDocuments({}), 0);
  });

test('it may be killed anywhere and run again, also by two replicas at once', async () => {
  const { database, secrets } = await oldDatabase('everyday');
  const connections = await connectionsOf(database).find({}).toArray();
  const targets = await targetsOf(database).find({}).toArray();
  await Promise.all([moveSites(database, secrets), moveSites(database, secrets)]);
  const once = await written(database);
  // As after a kill between the insert of a site and the removal of what it comes from.
  await connectionsOf(database).insertMany(connections);
  await targetsOf(database).insertMany(targets);
  await database
    .collection('catalog')
    .updateMany({ schemaId: { $gt: '1' } }, { $unset: { siteId: 1 } });
  await moveSites(database, secrets);
  assert.deepEqual(await written(database), once);
  assert.equal(await connectionsOf(database).countDocuments({}), 0);
});

test('sites that were deleted after what they come from was read do not come back', async () => {
  const { database, secrets, sites } = await oldDatabase('everyday');
  const [target] = await targetsOf(database).find({}).toArray();
  assert.ok(target);
  const connection = await connectionsOf(database).findOne({ _id: target.tenantId });
  assert.ok(connection);
  const old = database.collection('catalog');
  const catalog = await old.find({ tenantId: connection._id }).toArray();
  for (const stalledIn of ['connections', 'targets', 'catalog']) {
    await connectionsOf(database).deleteMany({});
    await connectionsOf(database).insertOne(connection);
    await targetsOf(database).deleteMany({});
    await targetsOf(database).insertOne(target);
    await database.collection('sites').deleteMany({});
    await old.deleteMany({});
    await old.insertMany(catalog);
    const late = await stalled(database, stalledIn);
    const waking = moveSites(late.connection, secrets);
    await late.hasRead;
    await moveSites(database, secrets);
    await sites.remove(target.tenantId, target._id);
    await sites.purge(connection._id);
    await old.deleteMany({});
    late.goOn();
    await waking;
    assert.deepEqual(await database.collection('sites').find({}).toArray(), [], stalledIn);
    assert.equal(await connectionsOf(database).countDocuments({}), 0);
  }
});

test('a catalog of a workspace that was left gets a site that is not connected', async () => {
  const { database, secrets, sites, catalog } = await oldDatabase('everyday');
  const { _id: of } = (await connectionsOf(database).findOne({}))!;
  await database.collection<{ _id: string }>('catalog').insertOne({
    _id: 'left',
    tenantId: of,
    workspaceId: 'left',
    schemaId: '1',
    siteUrl: 'https://a',
    name: 'Left',
    key: 'L',
    status: 'active',
    backupCount: 0,
    connected: false,
    hidden: false,
  } as never);
  await moveSites(database, secrets);
  const left = (await sites.sources(of)).at(-1)!;
  assert.deepEqual([left.key, left.disconnectedAt], ['left', new Date(0)]);
  assert.deepEqual(
    (await catalog.all(of, left.id)).map(({ id }) => String(id)),
    ['left'],
  );
});

test('a different key under the name of the right one stops it, and no token is lost', async () => {
  const { database, secrets, sites } = await oldDatabase('everyday');
  const { _id: of, token } = (await connectionsOf(database).findOne({ token: /./ }))!;
  const plain = await secrets.open(of, of, 'token', token);
  const [name = ''] = KEY_RING.split(':');
  const other = testKeyRing(`${name}:${randomBytes(32).toString('base64')}`);
  const keys = new TenantKeys(database, other);
  await assert.rejects(moveSites(database, new SecretBox(keys)), { code: 'damaged' });
  await keys.rotation.unfit();
  await assert.rejects(moveSites(database, new SecretBox(keys)), { code: 'key-missing' });
  assert.equal((await connectionsOf(database).findOne({ _id: of }))?.token, token);
  await moveSites(database, secrets);
  assert.equal(await sites.token(of, (await sites.ownSite(of))!.id), plain);
});

test('a token that nobody can open is left out, and a tenant without sites stays without', async () => {
  const { database, secrets, sites } = await oldDatabase('everyday');
  const { _id: of } = (await connectionsOf(database).findOne({ token: { $exists: true } }))!;
  await connectionsOf(database).updateOne(
    { _id: of },
    { $set: { token: 'c3BvaWxlZCBhbmQgbW9yZSB0aGFuIHRoYXQ=' } },
  );
  await moveSites(database, secrets);
  const source = (await sites.ownSite(of))!;
  assert.equal(await sites.token(of, source.id), null);
  assert.deepEqual(await sites.sources(tenantId('nobody')), []);
});
