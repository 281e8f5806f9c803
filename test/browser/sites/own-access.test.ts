/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { FORGE_APP_ID } from '../../../simulator/forge-host/forge-host.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { forgePageFolder } from '../../support/doors/door.ts';
import { FORGE_SETTINGS } from '../../support/doors/forge-settings.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { RunningApp } from '../../support/running-app.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';

const running = new RunningApp(
  await startSimulator({ seed: 'tiny', forgePageFolder: await forgePageFolder() }),
  await testDatabaseUri(),
  FORGE_SETTINGS,
);
await running.start();
after(() => running.close());
const { simulator } = running;
simulator.forge.install(running.app.url);
const { open, noProblems } = await browserPages(simulator);
const module = `${FORGE_APP_ID}/production`;

test('where Assets lets the app in, it is set up without an account, and an account takes over later', async () => {
  const refused = await open({ module });
  await refused.frame.getByText(/doesn't let this app in without an account/).waitFor();
  await refused.page.close();

  simulator.settings.systemTokenAssets = true;
  const { page, frame } = await open({ module, theme: 'dark' });
  await frame.getByText('It sees 1 schema.').waitFor();
  await frame.getByText('Which access should I choose?').click();
  await frame.getByText('Needs no account and no token.').waitFor();
  await accessible(frame, 'step 1 with access of its own');
  await frame.getByRole('button', { name: "Use the app's own access" }).click();
  await frame.getByText('as Backup & Migration for Assets').waitFor();
  await frame.getByRole('button', { name: 'Save and Continue' }).click();
  await frame.getByRole('button', { name: 'Sync schemas' }).click();
  await frame.getByRole('heading', { name: 'Assets backups' }).waitFor();
  await frame.getByLabel('Connection menu').click();
  await frame.getByRole('button', { name: 'Edit configuration' }).click();
  await frame.getByText('with its own access, without an account').waitFor();
  assert.equal(await frame.locator('#set-token').count(), 0);
  await accessible(frame, 'settings with access of its own');
  await frame.getByText('Connect an account instead').click();
  await frame.getByLabel('Email').fill('admin@example.com');
  await frame.getByLabel('API token').fill('admin-token');
  await frame.getByRole('button', { name: 'Look up' }).click();
  await frame.waitForFunction(
    (id) => (document.getElementById('workspaceId') as HTMLInputElement | null)?.value === id,
    simulator.workspaceId,
  );
  await frame.getByRole('button', { name: 'Connect account' }).click();
  await frame.locator('#set-token').waitFor();
  await frame.getByText("Use the app's own access instead").click();
  await frame.getByText('It sees 1 schema.').waitFor();
  noProblems('access of its own');
  await page.close();
});
