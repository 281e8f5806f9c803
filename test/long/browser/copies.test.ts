/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, ok, plain } from '../../../scripts/demo-steps.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { showPage, type ShownPage } from '../../support/pages/every-page.ts';
import { findOverflow } from '../../support/pages/find-overflow.ts';
import { runningApp } from '../../support/running-app.ts';
import { testDatabase, testDatabaseUri } from '../../support/databases/test-database.ts';

const server = new URL(await testDatabaseUri());
const own = await testDatabase();
const running = await runningApp({
  settings: { PRIVATE_NETWORKS: '127.0.0.0/8', STORAGE_QUOTA_MB: '20' },
});
const { admin, simulator } = running;
const schema = running.schemas[0] ?? assert.fail('nothing was synced');
const { open, noProblems } = await browserPages(simulator);
const form = { own: 'on', provider: 'mongodb', label: 'Our own (Frankfurt)', entry: 'fields' };
const at = { host: '127.0.0.1', port: server.port, database: own.name };

test('backups that are ticked are copied from the list, and each copy says so', async () => {
  for (let time = 0; time < 3; time += 1) await backUp(admin, schema);
  ok('Save', await admin.post('/app/settings/storage', { ...form, ...at }));
  ok('Use', await admin.post('/app/settings/storage/service/use'));
  const { page, frame } = await open();
  await frame.getByRole('button', { name: schema.name, exact: true }).click();
  const boxes = frame.getByRole('checkbox', { name: /^Select backup/ });
  await boxes.first().check();
  await boxes.nth(1).check();
  await frame.getByText('2 selected').waitFor();
  await frame.getByRole('button', { name: 'Copy to another storage…' }).first().click();
  const dialog = frame.getByRole('dialog');
  await dialog.getByRole('heading', { name: 'Copy 2 backups to another storage' }).waitFor();
  await accessible(frame, 'the dialog that copies');
  assert.ok(await dialog.getByRole('radio', { name: /Test storage/ }).isDisabled());
  await dialog.getByRole('radio', { name: /Our own/ }).check();
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await until('two copies are listed', async () =>
    (await frame.getByText('Copy from Test storage').count()) === 2 ? true : undefined,
  );
  const { html } = await admin.get(`/app/schemas/${schema.id}/copy`);
  assert.match(plain(html), /Copy all 3 backups .* Copies 1 of 3, /, 'a copy is no backup more');
  noProblems('copying');
  await page.close();
});

test('the pages of storages are accessible, and fit on narrow screens', async () => {
  const { html } = await admin.get('/app/settings?section=storage');
  const id = /storage\/([0-9a-f]{24})\/remove/.exec(html)?.[1];
  const pages: ShownPage[] = [
    { name: 'backups', path: `/app/schemas/${schema.id}/backups` },
    { name: 'Copy all', path: `/app/schemas/${schema.id}/copy`, isDialog: true },
    { name: 'storages', path: '/app/settings?section=storage' },
    { name: 'Remove', path: `/app/settings/storage/${id}/remove`, isDialog: true },
  ];
  const { page, frame } = await open();
  for (const shown of pages) {
    await showPage(frame, shown);
    await accessible(frame, shown.name);
    for (const width of [390, 880, 1200]) {
      await page.evaluate((wide) => {
        document.querySelector('iframe')!.style.width = `${wide}px`;
      }, width);
      const overflow = await frame.evaluate(findOverflow, width);
      assert.deepEqual(overflow, [], `${shown.name} at ${width} px`);
    }
  }
  noProblems('storages');
  await page.close();
});
