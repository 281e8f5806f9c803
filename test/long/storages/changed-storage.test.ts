/** A database of the tenant's own that was emptied, swapped or restored, as pages say it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp, ok, plain, verify } from '../../../scripts/demo-steps.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';
import { runningApp } from '../../support/running-app.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const [own, another] = [await testDatabase(), await testDatabase()];
const running = await runningApp({ settings: { PRIVATE_NETWORKS: '127.0.0.0/8' } });
const { admin } = running;
const schema = running.schemas[0] ?? assert.fail('nothing was synced');
const OURS = {
  own: 'on',
  provider: 'mongodb',
  label: 'Our own',
  entry: 'fields',
  host: '127.0.0.1',
  port: new URL(own.uri).port,
  database: own.name,
};
const meta = own.connection.collection('storage_meta');
let backupId = '';
let storageId = '';

/** How many documents there are, by collection. */
async function documents(): Promise<Record<string, number>> {
  const names = ['packs', 'backup_headers', 'backup_parts', 'storage_meta'];
  const counts = names.map((name) => own.connection.collection(name).countDocuments({}));
  const found = await Promise.all(counts);
  return Object.fromEntries(names.map((name, at) => [name, found[at] ?? 0]));
}
const browse = () => admin.get(`/app/backups/${backupId}/contents`);
const home = async (): Promise<string> => plain(ok('Home', await admin.get('/app/home')));
const settings = async (): Promise<string> =>
  plain(ok('Settings', await admin.get('/app/settings?section=storage')));
const rowOf = async (id: string): Promise<string> =>
  plain(ok('The row', await admin.get(`/app/backups/${id}/row`)));

/** Every place that says how a storage is says this, and nothing is written to it. */
async function assertSaid(sentence: RegExp, ofBackup: RegExp): Promise<void> {
  const before = await documents();
  assert.match(await home(), sentence);
  await assert.rejects(backUp(admin, schema), sentence);
  const shown = await settings();
  assert.match(shown, sentence);
  assert.match(shown, /Our own .*Needs attention/);
  assert.match(await rowOf(backupId), ofBackup);
  assert.doesNotMatch(await rowOf(backupId), /Damaged/);
  assert.deepEqual(await documents(), before);
}

async function assertAllIsWell(): Promise<void> {
  ok('Browse', await browse());
  assert.doesNotMatch(await settings(), /Needs attention/);
  await backUp(admin, schema);
  await verify(admin, backupId);
  assert.doesNotMatch(await home(), /another one, or was emptied|restored from an older copy/);
}

test('before: a backup is in a database of its own', async () => {
  ok('Save', await admin.post('/app/settings/storage', OURS));
  ({ backupId } = await backUp(admin, schema));
  await partsAreRead(admin);
  const shown = ok('Settings', await admin.get('/app/settings?section=storage'));
  storageId = /\/app\/settings\/storage\/([0-9a-f]{24})\/remove/.exec(shown)?.[1] ?? '';
  assert.ok(storageId);
});

test('one that was emptied: nothing is read or written there, and every page says so', async () => {
  const held = await meta.find({}).toArray();
  await meta.deleteMany({});
  assert.match(plain((await browse()).html), /is another one, or was emptied/);
  const sentence = /The database of the storage Our own is another one, or was emptied/;
  await assertSaid(sentence, /Not available/);
  const checked = await admin.post(`/app/settings/storage/${storageId}/use`);
  assert.match(JSON.stringify(checked.events), /another database than before, or it was emptied/);
  await meta.insertMany(held);
  await assertAllIsWell();
});

test('one that is another storage of this site under its address is noticed as well', async () => {
  const elsewhere = { ...OURS, label: 'Elsewhere', database: another.name };
  const saved = await admin.post('/app/settings/storage', elsewhere);
  assert.match(JSON.stringify(saved.events), /New backups go to Elsewhere/);
  const theirs = await another.connection.collection('storage_meta').find({}).toArray();
  const held = await meta.find({}).toArray();
  await meta.deleteMany({});
  await meta.insertMany(theirs);
  assert.match(plain((await browse()).html), /is another one, or was emptied/);
  assert.match(await settings(), /Our own .*Needs attention/);
  await meta.deleteMany({});
  await meta.insertMany(held);
  ok('Use', await admin.post(`/app/settings/storage/${storageId}/use`));
  await assertAllIsWell();
});

test('one that was restored from an older copy is only read, until somebody accepts it', async () => {
  const older = { $set: { word: 'of an older copy' }, $inc: { number: -1 } };
  await meta.updateMany({ storageId }, older);
  ok('Browse', await browse());
  const sentence = /The database of the storage Our own was restored from an older copy/;
  await assertSaid(sentence, /Needs attention/);
  const accepted = await admin.post(`/app/settings/storage/${storageId}/use`);
  assert.doesNotMatch(plain(ok('Check again', accepted)), /Needs attention/);
  await assertAllIsWell();
});
