import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, install, ok, plain, sync, verify } from '../../../scripts/demo-steps.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { untilPassed } from '../../support/clocks/until-passed.ts';
import { RunningApp, runningApp } from '../../support/running-app.ts';
import { testDatabase, testDatabaseUri } from '../../support/databases/test-database.ts';

/** A backup is in one database of an administrator and its copy in another; the service is lost. */
const LISTED = { PRIVATE_NETWORKS: '127.0.0.0/8' };
const server = new URL(await testDatabaseUri());
const [here, there] = [await testDatabase(), await testDatabase()];
const first = await runningApp({ settings: LISTED });
const clock = new AdjustableClock();
const settings = { ...LISTED, KEY_RING: `other:${randomBytes(32).toString('base64')}` };
const second = new RunningApp(first.simulator, first.uri, settings, clock);
after(() => second.closeAlone());
const [schema] = first.schemas;
assert.ok(schema);
const addressOf = (label: string, database: string) => ({
  own: 'on',
  provider: 'mongodb',
  label,
  entry: 'fields',
  host: '127.0.0.1',
  port: server.port,
  database,
});
const HERE = addressOf('Here', here.name);
const THERE = addressOf('There', there.name);
const rowsOf = async (app: RunningApp, id: string): Promise<{ id: string; text: string }[]> => {
  const html = ok('The list', await app.admin.get(`/app/schemas/${id}/backups?part=table`));
  return [...html.matchAll(/<tr\s+id="backup-(\w+)"[\s\S]*?<\/tr>/g)].map(([row, found = '']) => ({
    id: found,
    text: plain(row),
  }));
};
let recoveryKey = '';
let originalId = '';

test('before: a backup is copied, and one recovery key opens both storages', async () => {
  const { admin } = first;
  ok('There', await admin.post('/app/settings/storage', THERE));
  ok('Here', await admin.post('/app/settings/storage', HERE));
  originalId = (await backUp(admin, schema)).backupId;
  const dialog = ok('Copy', await admin.get(`/app/schemas/${schema.id}/copy`));
  const storage = /value="([0-9a-f]{24})"[^>]*>\s*<span>There/.exec(dialog)?.[1] ?? '';
  assert.equal((await admin.post(`/app/schemas/${schema.id}/copy`, { storage })).status, 204);
  await until('the copy is listed', async () =>
    (await rowsOf(first, schema.id)).some(({ text }) => /Copy from Here/.test(text))
      ? true
      : undefined,
  );
  const page = ok('The key', await admin.post('/app/settings/recovery-key'));
  recoveryKey = [...page.matchAll(/<li>([0-9A-HJKMNP-TV-Z]{5})<\/li>/g)]
    .map(([, group]) => group)
    .join('-');
  await first.app.stop();
});

test('both are attached: the copy is known as one, and both are read', async () => {
  await second.start();
  const { admin } = second;
  await install(first.simulator.url, second.app.url);
  const account = { email: 'admin@example.com', token: 'admin-token' };
  const { workspaceId } = first.simulator;
  ok('Step 1', await admin.post('/app/setup/credentials', { workspaceId, ...account }));
  for (const address of [THERE, HERE]) {
    const offer = ok('Look', await admin.post('/app/attach', { ...address, recoveryKey }));
    assert.match(plain(offer), /Attach 1 backup\b/);
    const offerId = /hx-post="\/app\/attach\/([0-9a-f]+)"/.exec(offer)?.[1];
    ok('Attach', await admin.post(`/app/attach/${offerId}`));
  }
  ok('Step 2', await admin.post('/app/setup/storage', {}));
  const found = (await sync(admin)).find(({ name }) => name === schema.name);
  assert.ok(found);
  const rows = await rowsOf(second, found.id);
  assert.equal(rows.length, 2);
  const copies = rows.filter(({ text }) => /Copy from another storage/.test(text));
  assert.equal(copies.length, 1);
  assert.match(copies[0]?.text ?? '', /There/);
  assert.ok(rows.some(({ id, text }) => id === originalId && /Here/.test(text)));
  for (const { id } of rows) await verify(admin, id);
  const copyAgain = ok('Copy', await admin.get(`/app/schemas/${found.id}/copy`));
  assert.match(plain(copyAgain), /Here Has (it|all of them) already/);
  assert.match(plain(copyAgain), /There Has (it|all of them) already/);
});

test('an attached storage is emptied and removed: its mark goes, the other one stays', async () => {
  const { admin } = second;
  const settings = ok('Settings', await admin.get('/app/settings?section=storage'));
  const ids = [...settings.matchAll(/storage\/([0-9a-f]{24})\/remove/g)].map(([, id]) => id);
  assert.equal(ids.length, 2);
  const asks = await Promise.all(
    ids.map(async (id) => ({
      id,
      ask: plain(ok('Ask', await admin.get(`/app/settings/storage/${id}/remove`))),
    })),
  );
  const path = `/app/settings/storage/${asks.find(({ ask }) => /storage There\?/.test(ask))?.id}`;
  ok('Empty', await admin.post(`${path}/empty`, { name: 'There' }));
  await untilPassed(clock, 'it may be removed', async () =>
    /It no longer holds any backups/.test(plain((await admin.get(`${path}/remove`)).html))
      ? true
      : undefined,
  );
  const removed = await admin.post(`${path}/remove`);
  assert.match(JSON.stringify(removed.events), /Storage removed/);
  const left = (of: typeof here, name: string): Promise<number> =>
    of.connection.collection(name).countDocuments({});
  assert.deepEqual([await left(there, 'storage_meta'), await left(there, 'packs')], [0, 0]);
  assert.ok((await left(here, 'storage_meta')) > 0);
  await verify(admin, originalId);
});
