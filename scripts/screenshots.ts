/** Pictures of the main pages for the README and for looking at: light, dark, narrow. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator } from '../simulator/start-simulator.ts';
import { startApp } from '../src/app.ts';
import { systemClock } from '../src/clock.ts';
import { loadConfig } from '../src/config.ts';
import { AdminSession } from './admin-session.ts';
import { openBrowser } from './browser.ts';
import { backUp, install, setUp, sync, verify } from './demo-steps.ts';

const out = process.argv[2] ?? 'docs/pictures';
mkdirSync(out, { recursive: true });
const dataDir = mkdtempSync(path.join(tmpdir(), 'assets-backup-pictures-'));
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: (fields: object, message: string) => console.error(message, fields) };
const simulator = await startSimulator({ seed: 'demo' });
const config = loadConfig({ NODE_ENV: 'test', PORT: '0', DATA_DIR: dataDir, PRETEND_SITE_URL: simulator.url, STORAGE_LABEL: 'Cloud (EU, Germany)' });
const app = await startApp(config, { clock: systemClock, log: silent });
const browser = await openBrowser();
const sizes = { light: { theme: 'light', width: 1280, height: 800 }, dark: { theme: 'dark', width: 1280, height: 800 }, narrow: { theme: 'light', width: 390, height: 844 } };

async function shoot(name: string, steps: (frame: import('playwright-core').FrameLocator) => Promise<void>, module = 'assets-backup-home'): Promise<void> {
  for (const [look, { theme, width, height }] of Object.entries(sizes)) {
    const page = await browser.newPage({ viewport: { width, height } });
    page.on('console', (message) => { if (message.type() === 'error') console.error(`${name} ${look}: ${message.text()}`); });
    await page.goto(`${simulator.url}/jira/settings/apps/${module}?theme=${theme}`);
    const frame = page.frameLocator('iframe');
    await steps(frame);
    await page.waitForTimeout(150); // the dialog's first paint
    await page.screenshot({ path: path.join(out, `${name}-${look}.png`) });
    await page.close();
  }
}

try {
  await install(simulator.url, app.url);
  const admin = new AdminSession(simulator.url, app.url);
  await shoot('setup', async (frame) => {
    await frame.getByLabel('Email').fill('revoked@example.com');
    await frame.getByLabel('API token').fill('revoked-token');
    await frame.getByRole('button', { name: 'Find it' }).click();
    await frame.locator('#token-error').waitFor();
  });
  await setUp(admin);
  await shoot('sync', async (frame) => { await frame.getByRole('heading', { name: 'Current connection' }).waitFor(); });
  const schemas = await sync(admin);
  const computers = schemas.find((schema) => schema.name === 'Computers')!;
  const backup = await backUp(admin, computers);
  await verify(admin, backup.backupId);
  await backUp(admin, schemas.find((schema) => schema.name === 'Empty shelf')!).catch(() => undefined);
  simulator.settings.latencyPerObjectMs = 300; // pages of objects take long, everything else answers at once
  const people = schemas.find((schema) => schema.name === 'People')!;
  await admin.post(`/app/schemas/${people.id}/backup`);
  await shoot('schemas', async (frame) => { await frame.getByRole('row', { name: /People/ }).getByRole('progressbar').waitFor(); });
  await shoot('backup-now', async (frame) => { await frame.getByRole('row', { name: /Offices/ }).getByRole('button', { name: 'Backup now' }).click(); await frame.getByRole('button', { name: 'Yes' }).waitFor(); });
  await shoot('backups', async (frame) => { await frame.getByRole('button', { name: 'Computers', exact: true }).click(); await frame.getByText('Sound').waitFor(); });
  await shoot('inside', async (frame) => {
    await frame.getByRole('button', { name: 'Computers', exact: true }).click();
    await frame.getByRole('button', { name: 'Look inside' }).click();
    await frame.getByRole('button', { name: /^Laptop/ }).click();
    await frame.getByText('900 objects', { exact: true }).waitFor();
  });
  await shoot('object', async (frame) => {
    await frame.getByRole('button', { name: 'Computers', exact: true }).click();
    await frame.getByRole('button', { name: 'Look inside' }).click();
    await frame.getByRole('button', { name: /^Laptop/ }).click();
    await frame.getByRole('button', { name: 'Laptop 7', exact: true }).first().click();
    await frame.getByText('Object type').waitFor();
  });
  await shoot('delete', async (frame) => {
    await frame.getByRole('button', { name: 'Computers', exact: true }).click();
    await frame.getByLabel(/More actions for backup/).click();
    await frame.getByRole('button', { name: 'Delete', exact: true }).click();
    await frame.getByLabel(/Type the name/).fill('Computer');
    await frame.getByRole('button', { name: 'Delete', exact: true }).click();
    await frame.locator('#delete-name-error').waitFor();
  });
  console.log(`Pictures are in ${out}.`);
} finally {
  await browser.close();
  await app.stop();
  await simulator.close();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);
