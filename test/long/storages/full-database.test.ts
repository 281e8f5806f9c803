import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, ok, plain } from '../../../scripts/demo-steps.ts';
import { holdAssets } from '../../support/sites/hold-assets.ts';
import { runningApp } from '../../support/running-app.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import {
  DISK_FULL,
  WRITES_BLOCKED,
  writeRefusingProxy,
} from '../../support/proxies/write-refusing-proxy.ts';

const uri = new URL(await testDatabaseUri());
const proxy = await writeRefusingProxy({ host: uri.hostname, port: Number(uri.port) });
const through = new URL(uri);
through.port = String(proxy.port);
const running = await runningApp({ settings: { MONGODB_URI: through.href } });
after(() => proxy.close());
const { admin, simulator, databases } = running;
const [schema] = running.schemas;
assert.ok(schema);
const backups = async (): Promise<number> => {
  const { html } = await admin.get(`/app/schemas/${schema.id}/backups?part=table`);
  return html.match(/<tr id="backup-/g)?.length ?? 0;
};
/** Of every page: the pill is asked for again and again by each of them. */
const notice = async (has = ''): Promise<string> =>
  plain((await admin.get(`/app/activity/pill?notice=${has}`)).html);
const rowSays = (pattern: RegExp) =>
  until(`the row says ${String(pattern)}`, async () => {
    const { html } = await admin.get(`/app/schemas/${schema.id}/row`);
    return pattern.test(plain(html)) ? true : undefined;
  });

test('a storage that is full: a run says that it waits and for what, every page too, and it goes on', async () => {
  await backUp(admin, schema);
  proxy.refuse(DISK_FULL, databases.storage);
  ok('Backup now', await admin.post(`/app/schemas/${schema.id}/backup`));
  await rowSays(/Waiting: the database is full/);
  await until('every page says so', async () =>
    /database is full: pages can be read/.test(await notice()) ? true : undefined,
  );
  assert.doesNotMatch(await notice('database-full'), /is full/, 'it is said once');
  const activity = plain(ok('Activity', await admin.get('/app/activity')));
  assert.match(activity, /Queued Waiting: the database is full\./);
  assert.equal(await backups(), 1, 'what is there is listed');
  proxy.accept();
  await until('the backup is done', async () => ((await backups()) === 2 ? true : undefined));
  await until('no page says so', async () => (/is full/.test(await notice()) ? undefined : true));
  const gone = await admin.get('/app/activity/pill?notice=database-full');
  assert.match(gone.html, /id="service-notice"/, 'a page that shows it is told');
});

test('a service database that takes no writes: what is asked for is refused in a sentence, what runs goes on afterwards', async () => {
  holdAssets(simulator.settings);
  ok('Backup now', await admin.post(`/app/schemas/${schema.id}/backup`));
  await rowSays(/In progress|Running|Reading|%/i);
  proxy.refuse(WRITES_BLOCKED);
  simulator.settings.faults = [];
  await until('every page says so', async () =>
    /isn't accepting changes: pages can be read/.test(await notice()) ? true : undefined,
  );
  ok('Home', await admin.get('/app/home'));
  ok('Settings', await admin.get('/app/settings'));
  const saved = await admin.post(`/app/schemas/${schema.id}/retention`, { own: 'on', last: '9' });
  assert.equal(saved.status, 503);
  assert.match(plain(saved.html), /isn't accepting changes, so nothing was saved/);
  proxy.accept();
  await until('the backup is done', async () => ((await backups()) === 3 ? true : undefined));
  await backUp(admin, schema);
});
