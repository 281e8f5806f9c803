/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { buildForgePage } from '../../../scripts/forge/build-forge-page.ts';
import { FORGE_APP_ID } from '../../../simulator/forge-host/forge-host.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { FORGE_SETTINGS } from '../../support/doors/forge-settings.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { RunningApp } from '../../support/running-app.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';

const forgePageFolder = mkdtempSync(path.join(tmpdir(), 'forge-page-'));
after(() => rmSync(forgePageFolder, { recursive: true, force: true }));
await buildForgePage(forgePageFolder, { asksAddress: true });
const running = new RunningApp(
  await startSimulator({ seed: 'tiny', forgePageFolder }),
  await testDatabaseUri(),
  FORGE_SETTINGS,
);
await running.start();
after(() => running.close());
const { open, noProblems, problems } = await browserPages(running.simulator);

test('where each site has a service of its own, its administrator says where, and is let on', async () => {
  running.simulator.forge.install('');
  const { page, frame } = await open({ module: `${FORGE_APP_ID}/production` });
  await frame.getByRole('heading', { name: 'Where is your service?' }).waitFor();
  await accessible(frame, 'the address of the service');
  await frame.getByLabel('Service address').fill('not an address');
  await frame.getByRole('button', { name: 'Connect' }).click();
  await frame.getByText("Jira didn't take this address.").waitFor();
  problems.length = 0; // the browser notes the refusal of the pretend site
  await frame.getByLabel('Service address').fill(`${running.app.url}/`);
  await frame.getByRole('button', { name: 'Connect' }).click();
  await frame.getByRole('heading', { name: /Set up Backup/ }).waitFor();
  noProblems('the address of the service');
  await page.close();
});
