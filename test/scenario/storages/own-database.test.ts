import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, ok, plain, sync, verify } from '../../../scripts/demo-steps.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { untilPassed } from '../../support/clocks/until-passed.ts';
import { cuttableProxy } from '../../support/proxies/cuttable-proxy.ts';
import { runningApp } from '../../support/running-app.ts';
import { testDatabase, testDatabaseUri } from '../../support/databases/test-database.ts';

const HOUR_MS = 3_600_000;
/** One that did not answer is left alone for so long. */
const REST_MS = 10_000;
const server = new URL(await testDatabaseUri());
const proxy = await cuttableProxy({ host: server.hostname, port: Number(server.port) });
after(() => proxy.close());
const own = await testDatabase();
const clock = new AdjustableClock();
const running = await runningApp({
  clock,
  stage: 'installed',
  settings: { PRIVATE_NETWORKS: '127.0.0.0/8' },
});
const { admin } = running;
const OWN = {
  own: 'on',
  provider: 'mongodb',
  label: 'Our own',
  entry: 'fields',
  host: '127.0.0.1',
  port: String(proxy.port),
  database: own.name,
};
const made: Awaited<ReturnType<typeof backUp>>[] = [];
let schema: { id: string; name: string } | undefined;
const schemaOf = (): { id: string; name: string } => schema ?? assert.fail('nothing was synced');
const rowOf = async (id: string): Promise<string> =>
  ok('The row', await admin.get(`/app/backups/${id}/row`));
const ownDocuments = (name: string): Promise<number> =>
  own.connection.collection(name).countDocuments({});

test('step 2 of the setup: what is wrong is said beside its field, then backups go there', async () => {
  await own.connection.collection('of_somebody_else').insertOne({ name: 'theirs' });
  const account = { email: 'admin@example.com', token: 'admin-token' };
  const { workspaceId } = running.simulator;
  ok('Step 1', await admin.post('/app/setup/credentials', { workspaceId, ...account }));
  const wrong = ok('Step 2', await admin.post('/app/setup/storage', { ...OWN, port: '1' }));
  assert.match(wrong, /id="host-error"/);
  assert.match(wrong, /id="own-database"[^>]*checked/);
  assert.match(wrong, /value="Our own"/);
  assert.deepEqual(await own.connection.listCollections().then((all) => all.length), 1);
  const typed = 'mongodb://backup:s3cret@10.0.0.1/kept'; // which the operator hasn't listed
  const string = { ...OWN, entry: 'string', connectionString: typed };
  const again = ok('Step 2', await admin.post('/app/setup/storage', string));
  assert.match(again, /id="connectionString-error"/);
  assert.ok(!again.includes('s3cret'), 'a password is never sent back');
  const saved = await admin.post('/app/setup/storage', OWN);
  assert.match(ok('Step 2', saved), /Our own/);
  assert.match(JSON.stringify(saved.events), /indexes were created/);
  assert.ok((await own.connection.collection('packs').indexes()).length > 1);
  [schema] = await sync(admin);
  made.push(await backUp(admin, schemaOf()));
  assert.ok((await ownDocuments('packs')) > 0);
  assert.match(plain(await rowOf(made[0]!.backupId)), /Our own/);
});

test('after a change of storage old backups stay where they are, and a base is of the same one', async () => {
  await admin.post('/app/settings/storage', {});
  made.push(await backUp(admin, schemaOf()));
  assert.match(plain(await rowOf(made[1]!.backupId)), /Test storage/);
  const list = ok('The list', await admin.get('/app/settings?section=storage'));
  const id = /\/app\/settings\/storage\/([0-9a-f]{24})\/use/.exec(list)?.[1];
  ok('Use', await admin.post(`/app/settings/storage/${id}/use`));
  made.push(await backUp(admin, schemaOf()));
  assert.match(plain(await rowOf(made[2]!.backupId)), /Our own/);
  // Its parts that are read later have runs of their own.
  const written = { runId: made[2]!.backupId, kind: { $ne: 'spill' } };
  const packs = await own.connection.collection('packs').countDocuments(written);
  assert.ok(packs <= 2, 'it leans on the one that is there');
  for (const { backupId } of made) await verify(admin, backupId);
  const inside = await admin.get(`/app/backups/${made[0]!.backupId}/contents`);
  assert.match(ok('Browse', inside), /Contents of this backup/);
});

test('a storage that does not answer: its backups say so, the rest goes on, and what waits is done', async () => {
  proxy.cut();
  ok('Verify', await admin.post(`/app/backups/${made[0]!.backupId}/verify`));
  await until('the backup says so', async () =>
    /Not available/.test(await rowOf(made[0]!.backupId)) ? true : undefined,
  );
  const home = ok('Home', await admin.get('/app/home'));
  assert.match(plain(home), /The storage Our own doesn't answer/);
  const browse = await admin.get(`/app/backups/${made[0]!.backupId}/contents`);
  assert.equal(browse.status, 503);
  assert.match(plain(browse.html), /The storage Our own doesn't answer/);
  const details = await admin.get(`/app/backups/${made[0]!.backupId}`);
  assert.match(plain(ok('Details', details)), /The storage Our own doesn't answer/);
  await verify(admin, made[1]!.backupId);
  proxy.mend();
  clock.pass(REST_MS);
  await until('the Verify ends', async () => {
    const row = await rowOf(made[0]!.backupId);
    return /every 1s/.test(row) || /Not available/.test(row) ? undefined : true;
  });
  assert.match(plain(await rowOf(made[0]!.backupId)), /Verified/);
  assert.doesNotMatch(plain(ok('Home', await admin.get('/app/home'))), /doesn't answer/);
});

test('a database that was emptied is noticed, and never written to', async () => {
  const meta = own.connection.collection('storage_meta');
  const marks = await meta.find({}).toArray();
  await meta.deleteMany({});
  await assert.rejects(backUp(admin, schemaOf()), /is another one, or was emptied/);
  assert.equal(await ownDocuments('storage_meta'), 0);
  const [whole] = made;
  assert.match(plain(await rowOf(whole!.backupId)), /Not available/);
  assert.doesNotMatch(plain(await rowOf(whole!.backupId)), /Damaged/);
  await meta.insertMany(marks);
  made.push(await backUp(admin, schemaOf()));
});

test('a backup in a database of its own is deleted there', async () => {
  const before = await ownDocuments('backup_headers');
  const { backupId } = made[2]!;
  await admin.post(`/app/backups/${backupId}/delete`, { name: schemaOf().name });
  await until('its header is gone', async () =>
    (await ownDocuments('backup_headers')) < before ? true : undefined,
  );
  await verify(admin, made[0]!.backupId);
});

test('uninstalling deletes what the app wrote there, and nothing else', async () => {
  await fetch(`${running.simulator.url}/_simulator/uninstall`, { method: 'POST' });
  clock.pass(2 * HOUR_MS);
  await untilPassed(clock, 'what the app wrote is gone', async () => {
    const counts = await Promise.all(
      ['packs', 'backup_headers', 'backup_parts', 'storage_meta'].map(ownDocuments),
    );
    return counts.every((count) => count === 0) ? true : undefined;
  });
  assert.equal(await ownDocuments('of_somebody_else'), 1);
  const reported = (message: RegExp) =>
    running.lines.find((line) => message.test(line.message))?.fields as
      { storage: string; database?: string; objects: number; bytes: number } | undefined;
  const there = await untilPassed(clock, 'the log says what was deleted where', async () =>
    reported(/the app had written to this storage was deleted/),
  );
  assert.equal(there.database, own.name);
  const here = await untilPassed(clock, 'also in the storage of the service', async () =>
    reported(/uninstalled site had stored in this storage was deleted/),
  );
  assert.equal(here.storage, 'service');
  for (const { objects, bytes } of [there, here]) assert.ok(objects > 0 && bytes > 0);
});
