import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { AdminSession, until } from '../../../scripts/admin-session.ts';
import { backUp, install, ok, plain, sync, verify } from '../../../scripts/demo-steps.ts';
import { planRestore, restoreEnded, startRestore } from '../../../scripts/restore-steps.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { RunningApp, runningApp } from '../../support/running-app.ts';
import { testDatabase, testDatabaseUri } from '../../support/databases/test-database.ts';

/**
 * `docs/recovery.md`, walked: the service is lost, and another installation with an empty database
 * and other keys restores a schema from the own database and the recovery key alone.
 */
const LISTED = { PRIVATE_NETWORKS: '127.0.0.0/8' };
const server = new URL(await testDatabaseUri());
const own = await testDatabase();
const first = await runningApp({ settings: LISTED });
const ADDRESS = {
  own: 'on',
  provider: 'mongodb',
  label: 'Our own',
  entry: 'fields',
  host: '127.0.0.1',
  port: server.port,
  database: own.name,
};
const [schema] = first.schemas;
assert.ok(schema);
const second = new RunningApp(first.simulator, first.uri, {
  ...LISTED,
  KEY_RING: `other:${randomBytes(32).toString('base64')}`,
});
after(() => second.closeAlone());
const admin = (): AdminSession => second.admin;
const keyIn = (html: string): string =>
  [...html.matchAll(/<li>([0-9A-HJKMNP-TV-Z]{5})<\/li>/g)].map(([, group]) => group).join('-');
let recoveryKey = '';
const made: string[] = [];

test('before: a recovery key is shown once, and lies in the database of its own, sealed', async () => {
  ok('Storage', await first.admin.post('/app/settings/storage', ADDRESS));
  for (let time = 0; time < 2; time += 1) made.push((await backUp(first.admin, schema)).backupId);
  const settings = plain(ok('Settings', await first.admin.get('/app/settings')));
  assert.match(settings, /No recovery key/);
  ok('The question', await first.admin.get('/app/settings/recovery-key'));
  const replaced = keyIn(ok('The key', await first.admin.post('/app/settings/recovery-key')));
  const page = ok('The key', await first.admin.post('/app/settings/recovery-key'));
  recoveryKey = keyIn(page);
  assert.match(recoveryKey, /^(\w{5}-){7}\w{5}$/);
  assert.notEqual(recoveryKey, replaced);
  assert.match(plain(page), /Opens the backups of .* in these storages: Our own/);
  const again = plain(ok('Settings', await first.admin.get('/app/settings')));
  assert.match(again, /Recovery key created/);
  assert.ok(!again.includes(recoveryKey.slice(0, 5)));
  const copies = await own.connection.collection('storage_meta').find({}).toArray();
  assert.equal(copies.filter(({ _id }) => String(_id).startsWith('recovery ')).length, 1);
});

test('the service is lost: its database and its keys are gone', async () => {
  await first.app.stop();
  await second.start();
  await install(first.simulator.url, second.app.url);
  const account = { email: 'admin@example.com', token: 'admin-token' };
  const { workspaceId } = first.simulator;
  const step2 = await admin().post('/app/setup/credentials', { workspaceId, ...account });
  assert.match(ok('Step 1', step2), /hx-get="\/app\/attach"/);
});

test('what is wrong is said beside its field, and the password is not sent back', async () => {
  const sent = { ...ADDRESS, user: 'backup', password: 's3cret', recoveryKey };
  const look = async (form: Record<string, string>): Promise<string> => {
    const html = ok('Look', await admin().post('/app/attach', { ...sent, ...form }));
    assert.ok(!html.includes('s3cret') && !html.includes(recoveryKey));
    return html;
  };
  const noAccount = { user: '', password: '' };
  const typo = recoveryKey.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const mistyped = await look({ recoveryKey: typo });
  assert.match(mistyped, /id="recoveryKey-error"[^>]*>Group 8 of the recovery key has a typo/);
  const otherKey = '00001-00002-00003-00004-00005-00006-00007-00008';
  assert.match(await look({ recoveryKey: otherKey }), /id="recoveryKey-error"/);
  assert.match(await look({ recoveryKey: '' }), /Recovery key is mandatory/);
  assert.match(await look({ ...noAccount, port: '1' }), /id="host-error"/);
  const empty = await look({ ...noAccount, database: `${own.name}_none` });
  assert.match(empty, /id="database-error"[^>]*>There are no backups of this app/);
});

test('the list is read out of the database alone, and attaching it lists the backups', async () => {
  const offer = ok('Look', await admin().post('/app/attach', { ...ADDRESS, recoveryKey }));
  assert.match(plain(offer), /Attach Our own\?/);
  assert.match(plain(offer), new RegExp(`${schema.name}.* 2 .*Attach 2 backups`));
  assert.match(plain(offer), /may still write there/);
  assert.ok(!offer.includes(recoveryKey));
  const typed = [...offer.matchAll(/type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)];
  const carried = Object.fromEntries(typed.map(([, name, value]) => [name, value]));
  assert.deepEqual(carried, ADDRESS, 'it comes back to the form');
  const back = ok('Address and key', await admin().post('/app/attach/edit', carried));
  assert.match(back, new RegExp(`name="database"[^>]*value="${own.name}"`));
  const offerId = /hx-post="\/app\/attach\/([0-9a-f]+)"/.exec(offer)?.[1];
  for (let time = 0; time < 2; time += 1) {
    const attached = await admin().post(`/app/attach/${offerId}`);
    assert.match(plain(ok('Attach', attached)), /Backup storage/);
    assert.match(JSON.stringify(attached.events), /Our own attached/);
  }
  ok('Step 2', await admin().post('/app/setup/storage', {}));
  const schemas = await sync(admin());
  const found = schemas.find(({ name }) => name === schema.name);
  assert.ok(found);
  const list = ok('The list', await admin().get(`/app/schemas/${found.id}/backups?part=table`));
  const ids = [...list.matchAll(/<tr id="backup-([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual(new Set(ids), new Set(made));
});

test('they are browsed, verified and restored, and a new backup leans on them', async () => {
  const [oldest, newest] = made;
  assert.ok(oldest && newest);
  const inside = await admin().get(`/app/backups/${newest}/contents`);
  assert.match(ok('Browse', inside), /Contents of this backup/);
  await verify(admin(), oldest);
  const { id } = await planRestore(admin(), newest);
  const restoreId = await startRestore(admin(), id);
  await restoreEnded(admin(), restoreId);
  const settings = ok('Settings', await admin().get('/app/settings?section=storage'));
  const storageId = /\/app\/settings\/storage\/([0-9a-f]{24})\/use/.exec(settings)?.[1];
  ok('Use', await admin().post(`/app/settings/storage/${storageId}/use`));
  const found = (await sync(admin())).find(({ name }) => name === schema.name);
  assert.ok(found);
  const packs = own.connection.collection('packs');
  const before = await packs.countDocuments({});
  const { backupId } = await backUp(admin(), found);
  assert.ok((await packs.countDocuments({})) - before <= 2, 'what did not change is there');
  await admin().post(`/app/backups/${oldest}/delete`, { name: schema.name });
  await until('it is deleted there', async () => {
    const headers = own.connection.collection('backup_headers');
    return (await headers.countDocuments({ runId: oldest })) === 0 ? true : undefined;
  });
  await verify(admin(), newest);
  await verify(admin(), backupId);
});

test('the old service comes back, finds another owner, and writes there no more', async () => {
  await first.start();
  const service = await connectDatabase(first.uri, first.databases.service);
  after(() => service.close());
  await until('it is told', async () => {
    const told = { 'trouble.code': 'storage-taken' };
    return (await service.collection('storages').findOne(told)) ? true : undefined;
  });
  const packs = own.connection.collection('packs');
  const before = await packs.countDocuments({});
  await install(first.simulator.url, first.app.url);
  await assert.rejects(backUp(first.admin, schema), /Another installation of this app writes/);
  assert.equal(await packs.countDocuments({}), before);
});
