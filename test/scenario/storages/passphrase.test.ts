import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, ok, plain } from '../../../scripts/demo-steps.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp();
const { admin } = running;
const [schema] = running.schemas;
assert.ok(schema);
const PASSPHRASE = 'correct horse battery staple';
const settings = async (): Promise<string> =>
  plain(ok('Settings', await admin.get('/app/settings?section=keys')));

test('a passphrase is set, with what is wrong beside its field', async () => {
  await backUp(admin, schema);
  const set = (form: Record<string, string>) => admin.post('/app/settings/passphrase', form);
  assert.match(
    (await set({ passphrase: 'short', repeat: 'short' })).html,
    /at least 12 characters/,
  );
  const other = await set({ passphrase: PASSPHRASE, repeat: `${PASSPHRASE}!` });
  assert.match(other.html, /id="repeat-error"/);
  assert.ok(!other.html.includes(PASSPHRASE));
  const { events } = await set({ passphrase: PASSPHRASE, repeat: PASSPHRASE });
  assert.ok(events['keys-changed'] !== undefined);
  assert.match(await settings(), /Unlocked on this server until/);
  await backUp(admin, schema);
});

test('locked: pages say so, a backup waits and says what for, and goes on once it is unlocked', async () => {
  await admin.post('/app/settings/passphrase/lock');
  assert.match(await settings(), /Locked on this server/);
  assert.match(
    plain(ok('Home', await admin.get('/app/home'))),
    /Backups are locked on this server/,
  );
  ok('Backup now', await admin.post(`/app/schemas/${schema.id}/backup`));
  await until('it says what it waits for', async () => {
    const { html } = await admin.get(`/app/schemas/${schema.id}/row`);
    return /Waiting: the backups are locked/.test(plain(html)) ? true : undefined;
  });
  const list = await admin.get(`/app/schemas/${schema.id}/backups?part=table`);
  const [, id] = /<tr id="backup-([^"]+)"/.exec(ok('The list', list)) ?? [];
  const browse = await admin.get(`/app/backups/${id}/contents`);
  assert.equal(browse.status, 503);
  assert.match(plain(browse.html), /locked, and only their passphrase opens them/);
  const unlock = { passphrase: PASSPHRASE, hours: 'restart' };
  ok('Unlock', await admin.post('/app/settings/passphrase/unlock', unlock));
  assert.match(await settings(), /Unlocked on this server until it restarts/);
  await until('the backup is done', async () => {
    const { html } = await admin.get(`/app/schemas/${schema.id}/backups?part=table`);
    return html.match(/<tr id="backup-/g)?.length === 3 ? true : undefined;
  });
  assert.match(ok('Browse', await admin.get(`/app/backups/${id}/contents`)), /Contents of this/);
});

test('removed, the keys of the service open the backups again', async () => {
  const wrong = await admin.post('/app/settings/passphrase/remove', { current: 'wrong' });
  assert.match(wrong.html, /id="current-error"[^>]*>This isn&#x27;t the passphrase/);
  await until('it may be tried again', async () => {
    const form = { current: PASSPHRASE };
    const { events } = await admin.post('/app/settings/passphrase/remove', form);
    return events['keys-changed'] === undefined ? undefined : true;
  });
  assert.match(await settings(), /Passphrase Not set/);
  await backUp(admin, schema);
});
