import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { backUp, plain, sync } from '../../../scripts/demo-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { systemClock } from '../../../src/clock.ts';
import { HOUR_MS } from '../../../src/core/kernel/time/durations.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { forgeAdmin } from '../../support/doors/forge-admin.ts';
import { FORGE_SETTINGS } from '../../support/doors/forge-settings.ts';
import { NO_LIMITS } from '../../support/sites/no-limits.ts';
import { RunningApp } from '../../support/running-app.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';

let aheadMs = 0;
const clock = {
  ...systemClock,
  now: () => systemClock.now() + aheadMs,
  monotonicMs: () => systemClock.monotonicMs() + aheadMs,
};
const running = new RunningApp(
  await startSimulator({ seed: 'tiny', settings: NO_LIMITS, now: () => clock.now() }),
  await testDatabaseUri(),
  { ...FORGE_SETTINGS, FULL_BACKUP_EVERY: '1' },
  clock,
);
await running.start();
after(() => running.close());
const { simulator } = running;
const { forge, settings } = simulator;
forge.install(running.app.url);
const admin = forgeAdmin(running);
const offer = async (): Promise<string> => plain((await admin.get('/app/setup/own-access')).html);
let schema: { id: string; name: string };

test('where Assets does not let the app in, the setup says so and asks for an account', async () => {
  const { html } = await admin.page('/pages/home');
  assert.match(html, /hx-get="\/app\/setup\/own-access"/);
  assert.match(await offer(), /^Assets doesn't let this app in without an account on this site\./);
  const refused = await admin.post('/app/setup/own-access');
  assert.match(plain(refused.html), /Assets doesn't let this app in .* Connect an account\./);
  assert.match(refused.html, /name="email"/);
});

test('where it does, the setup says what that is worth, and backups are made without an account', async () => {
  settings.systemTokenAssets = true;
  const offered = await offer();
  assert.match(offered, /^Assets lets this app in without an account\. It sees 1 schema\./);
  assert.match(offered, /The app can't manage every schema by itself\./);
  assert.match(offered, /count toward an hourly limit/);
  const step2 = await admin.post('/app/setup/own-access');
  assert.match(plain(step2.html), /Connected to \S+ as Backup & Migration for Assets\./);
  await admin.post('/app/setup/storage');
  [schema] = (await sync(admin)) as [typeof schema];
  const { objects } = await backUp(admin, schema);
  assert.equal(objects, '20');
  const shown = plain((await admin.get('/app/settings')).html);
  assert.match(shown, /with its own access, without an account/);
  assert.doesNotMatch(shown, /Current token saved/);
});

test('the access is renewed by the hour, and one that counts no more is said with what to do', async () => {
  forge.endTokens();
  await assert.rejects(backUp(admin, schema), /doesn't let the app in without an account/);
  const { html } = await admin.get(`/app/schemas/${schema.id}/error`);
  assert.match(html, />Edit account</);
  aheadMs += HOUR_MS;
  assert.deepEqual(await forge.announce('hour'), [204]);
  assert.equal((await backUp(admin, schema)).objects, '20');
});

test('an account takes its place, and it takes the place of an account, whose token is erased', async () => {
  const database = await connectDatabase(running.uri, running.databases.service);
  after(() => database.close());
  const stored = async () => {
    const site = await database.collection('sites').findOne({});
    assert.ok(site);
    const { tokenKind } = site['details'] as { tokenKind: string };
    return { tokenKind, hasToken: site['token'] !== undefined };
  };
  assert.deepEqual(await stored(), { tokenKind: 'own', hasToken: false });
  const { workspaceId } = simulator;
  const account = { email: 'admin@example.com', token: 'admin-token', workspaceId };
  await admin.post('/app/setup/credentials', account);
  assert.deepEqual(await stored(), { tokenKind: 'classic', hasToken: true });
  assert.match((await admin.get('/app/settings')).html, /Use the app's own access instead/);
  await admin.post('/app/setup/own-access');
  assert.deepEqual(await stored(), { tokenKind: 'own', hasToken: false });
  assert.match((await admin.post('/app/settings/test')).html, /set-account/);
});

test('a page that still shows an account saves nothing of it, and says why', async () => {
  const { workspaceId } = simulator;
  const account = { email: 'other@example.com', token: '', tokenExpiresOn: '', workspaceId };
  const token = { token: 'admin-token', tokenExpiresOn: '2030-05-01' };
  const notSaved = /This app uses its own access now, so what you entered was not saved\./;
  for (const [address, sent, kept, why] of [
    ['/app/setup/credentials', account, 'other@example.com', /API token is mandatory/],
    ['/app/settings/token', token, '2030-05-01', notSaved],
    ['/app/settings/token', { ...token, token: '' }, '2030-05-01', notSaved],
  ] as const) {
    const { html, events } = await admin.post(address, sent);
    assert.deepEqual(events, {});
    assert.match(plain(html), why);
    assert.match(html, new RegExp(`value="${kept}"`));
    assert.doesNotMatch(html, /admin-token/);
    assert.match(plain(html), /with its own access, without an account/);
  }
});

test('no token of the app stands in the log or in the clear in the database', async () => {
  assert.doesNotMatch(JSON.stringify(running.lines), /forge-system-/);
  const database = await connectDatabase(running.uri, running.databases.service);
  after(() => database.close());
  const kept = await database.collection('own_access').find({}).toArray();
  assert.equal(kept.length, 1);
  assert.doesNotMatch(JSON.stringify(kept), /forge-system-/);
});
