/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { backUp, setUp, sync } from '../../scripts/demo-steps.ts';
import { planRestore, runRestore } from '../../scripts/restore-steps.ts';
import { FORGE_APP_ID } from '../../simulator/forge-host/forge-host.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { forgePageFolder } from '../support/doors/door.ts';
import { forgeAdmin } from '../support/doors/forge-admin.ts';
import { FORGE_SETTINGS } from '../support/doors/forge-settings.ts';
import { browserPages } from '../support/pages/open-page.ts';
import { RunningApp } from '../support/running-app.ts';
import { testDatabaseUri } from '../support/databases/test-database.ts';

const running = new RunningApp(
  await startSimulator({ seed: 'tiny', forgePageFolder: await forgePageFolder() }),
  await testDatabaseUri(),
  FORGE_SETTINGS,
);
await running.start();
after(() => running.close());
running.simulator.forge.install(running.app.url);
const admin = forgeAdmin(running);
await setUp(admin);
const [schema] = await sync(admin);
const { open, noProblems } = await browserPages(running.simulator);
const module = `${FORGE_APP_ID}/production`;

test('through Forge a backup is asked for, followed by its flag and found again by Back and a reload', async () => {
  const { page, frame } = await open({ module, theme: 'dark' });
  await frame.getByRole('button', { name: 'Backup now' }).first().click();
  assert.equal(
    await frame.evaluate(() => document.documentElement.getAttribute('data-color-mode')),
    'dark',
  );
  await frame.locator('#dialog').getByRole('button', { name: 'Back up' }).click();
  await page.locator('.flag').getByRole('button', { name: 'View progress' }).click();
  await frame.locator('#schema-name').waitFor();
  await page.waitForFunction(() => window.location.hash.startsWith('#/schemas/'));
  await page.reload();
  const again = page.frameLocator('iframe');
  await again.locator('#schema-name').waitFor();
  await page.goBack();
  await again.getByRole('button', { name: 'Backup now' }).first().waitFor();
  noProblems('a walk through Forge');
  await page.close();
});

test('through Forge a report is downloaded whole', async () => {
  const { backupId } = await backUp(admin, schema!);
  const plan = await planRestore(admin, backupId, {});
  const { id } = await runRestore(admin, plan.id);
  const { page, frame } = await open({ module });
  await frame.getByRole('button', { name: 'Backup now' }).first().waitFor();
  await page.evaluate((place) => {
    window.history.pushState(null, '', `#/${place}`);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, `restores/${id}`);
  const button = frame.locator('[data-download]').first();
  await button.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const asked = await button.getAttribute('data-download');
  const { html } = await admin.get(asked ?? '');
  assert.ok(html.length > 100, 'the report has something to say');
  assert.equal(readFileSync(await download.path(), 'utf8'), html);
  assert.match(download.suggestedFilename(), /\.(csv|json)$/);
  noProblems('a download through Forge');
  await page.close();
});

test('who is no administrator is told so', async () => {
  const { page, frame } = await open({ module, account: 'user@example.com' });
  await frame.locator('#main').getByText('Only Jira administrators can use this app.').waitFor();
  assert.equal(await frame.getByRole('button', { name: 'Backup now' }).count(), 0);
  await page.close();
});
