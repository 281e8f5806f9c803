/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { backUp, ok, setUp, sync } from '../../../scripts/demo-steps.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { RunningApp, runningApp } from '../../support/running-app.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

/** The service that wrote the backups, and the one that takes its place. */
const LISTED = { PRIVATE_NETWORKS: '127.0.0.0/8' };
const own = await testDatabase();
const port = new URL(own.uri).port;
const lost = await runningApp({ settings: LISTED });
const KEY_RING = `other:${randomBytes(32).toString('base64')}`;
const next = new RunningApp(lost.simulator, lost.uri, { ...LISTED, KEY_RING });
after(() => next.closeAlone());
const { open, noProblems } = await browserPages(lost.simulator);
const schema = lost.schemas[0] ?? assert.fail('nothing was synced');

/** Leaves two backups in the database, and returns the recovery key. */
async function leaveBackups(): Promise<string> {
  const at = { entry: 'fields', host: '127.0.0.1', port, database: own.name };
  const ours = { own: 'on', provider: 'mongodb', label: 'Our own', ...at };
  ok('Save', await lost.admin.post('/app/settings/storage', ours));
  for (let time = 0; time < 2; time += 1) await backUp(lost.admin, schema);
  const html = ok('The key', await lost.admin.post('/app/settings/recovery-key'));
  const groups = html.matchAll(/<li>([0-9A-HJKMNP-TV-Z]{5})<\/li>/g);
  return [...groups].map(([, group]) => group).join('-');
}

test('after the service was lost, its backups are attached with the recovery key, and listed', async () => {
  const key = await leaveBackups();
  await lost.app.stop();
  await next.start();
  await next.install();
  await setUp(next.admin);
  await sync(next.admin);
  const { page, frame } = await open({ module: 'assets-backup-configure' });
  const text = (name: string) => frame.getByRole('textbox', { name, exact: true });
  const show = frame.getByRole('button', { name: 'Show what is there' });
  await frame.getByRole('button', { name: 'Attach a storage that has backups…' }).click();
  await text('Name').fill('Attached');
  await frame.getByLabel('Host, user and password').check();
  await text('Host').fill('127.0.0.1');
  await text('Port').fill(port);
  await text('Database').fill(own.name);
  await frame.getByLabel('Connect with TLS').uncheck();
  await text('Recovery key').fill(key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')));
  await show.click();
  await frame.locator('#recoveryKey-error').getByText('Group 8').waitFor();
  assert.equal(await text('Host').inputValue(), '127.0.0.1', 'kept');
  await accessible(frame, 'form of a storage to attach');
  await text('Recovery key').fill(key);
  await show.click();
  await frame.getByRole('heading', { name: 'Attach Attached?' }).waitFor();
  await frame.getByRole('row', { name: schema.name }).waitFor();
  await frame.getByText('may still write there').waitFor();
  await accessible(frame, 'what was found');
  await frame.getByRole('button', { name: '← Address and key' }).click();
  await frame.getByRole('heading', { name: 'Attach a storage that has backups' }).waitFor();
  assert.equal(await text('Name').inputValue(), 'Attached', 'what was typed comes back');
  assert.equal(await text('Port').inputValue(), port);
  assert.equal(await text('Recovery key').inputValue(), key, 'the page has kept it');
  await text('Host').fill('db.invalid');
  await show.click();
  await frame.locator('#host-error').waitFor();
  assert.equal(await text('Recovery key').inputValue(), key, 'a mistake elsewhere loses no key');
  await text('Host').fill('127.0.0.1');
  await show.click();
  await frame.getByRole('heading', { name: 'Attach Attached?' }).waitFor();
  await frame.getByRole('button', { name: 'Attach 2 backups' }).click();
  await page.getByText('Attached attached').waitFor();
  await frame.locator('#set-storage').getByText('Attached').first().waitFor();
  await page.close();

  const home = await open();
  await home.frame.getByRole('button', { name: schema.name, exact: true }).click();
  await home.frame.locator('tr[id^=backup-]').nth(1).waitFor();
  noProblems('attaching');
  await home.page.close();
});
