/**
 * Pictures of the main pages for the README and for looking at: light, dark, narrow. `npm run
 * screenshots -- FOLDER PATTERN` takes only those whose name fits.
 */
import { silentLog } from '../src/core/kernel/log.ts';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requireValue } from '../simulator/kernel/require-value.ts';
import { startSimulators, type Simulator } from '../simulator/start-simulator.ts';
import { startApp } from '../src/app.ts';
import { systemClock } from '../src/clock.ts';
import { loadConfig } from '../src/config.ts';
import { connectDatabase } from '../src/storage/connect-database.ts';
import { startEmbeddedDatabase } from '../src/storage/embedded/start-embedded-database.ts';
import { AdminSession, until } from './admin-session.ts';
import { openBrowser } from './browser/open-browser.ts';
import { backUp, install, setUp, switchOn, sync, verify } from './demo-steps.ts';
import { restorePictures } from './restore-pictures.ts';
import { DAY_MS } from '../src/core/kernel/time/durations.ts';

const out = process.argv[2] ?? 'docs/pictures';
const wanted = new RegExp(process.argv[3] ?? '');
mkdirSync(out, { recursive: true });
const dataDir = mkdtempSync(path.join(tmpdir(), 'assets-backup-pictures-'));
const silent = {
  ...silentLog,
  error: (fields: object, message: string) => console.error(message, fields),
};
const [simulator, otherSite] = (await startSimulators([{ seed: 'demo' }, { seed: 'other' }])) as [
  Simulator,
  Simulator,
];
const database = await startEmbeddedDatabase({ dataDir });
const config = loadConfig({
  NODE_ENV: 'test',
  PORT: '0',
  MONGODB_URI: database.uri,
  PRETEND_SITE_URL: simulator.url,
  ATLASSIAN_MEDIA_URL: simulator.mediaUrl,
  PRETEND_SITE_ADDRESSES: otherSite.url,
  RESTORE_SETTLE_SECONDS: '1',
  STORAGE_LABEL: 'Cloud (EU, Germany)',
});
let aheadMs = 0;
const app = await startApp(config, {
  clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
  log: silent,
});
const browser = await openBrowser();
const sizes = {
  light: { theme: 'light', width: 1280, height: 800 },
  dark: { theme: 'dark', width: 1280, height: 800 },
  narrow: { theme: 'light', width: 390, height: 844 },
};

async function shoot(
  name: string,
  steps: (frame: import('playwright-core').FrameLocator) => Promise<void>,
  { higher = 0 } = {},
): Promise<void> {
  if (!wanted.test(name)) return;
  for (const [look, { theme, width, height }] of Object.entries(sizes)) {
    const page = await browser.newPage({ viewport: { width, height: height + higher } });
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`${name} ${look}: ${message.text()}`);
    });
    await page.goto(`${simulator.url}/jira/settings/apps/assets-backup-home?theme=${theme}`);
    const frame = page.frameLocator('iframe');
    await steps(frame);
    await page.waitForTimeout(150); // the dialog's first paint
    await page.screenshot({ path: path.join(out, `${name}-${look}.png`) });
    await page.close();
  }
}

/**
 * Some days of a schedule, for which the service's clock is put forward: a complete backup, a
 * failed one, one that was skipped, and one after the service was down for a day.
 */
async function scheduleAtWork(admin: AdminSession, { id }: { id: string }): Promise<void> {
  const days = async (count: number, runs: number, outcome: RegExp): Promise<void> => {
    aheadMs += count * DAY_MS;
    await until(`slot ${runs}`, async () => {
      const { html } = await admin.get(`/app/schemas/${id}/schedule?part=body`);
      const [, lastRun = ''] = /<tbody>([\s\S]*?)<\/tr>/.exec(html) ?? [];
      const isListed = html.match(/data-title="Outcome"/g)?.length === runs;
      return isListed && outcome.test(lastRun) ? true : undefined;
    });
  };
  await switchOn(admin, { id }, { backUpNow: false });
  await days(1, 1, /Completed/);
  const account = requireValue(simulator.world.accounts[0], 'account of the pretend site');
  account.revoked = true;
  await days(1, 2, /Failed/);
  account.revoked = false;
  simulator.settings.latencyPerObjectMs = 20;
  await admin.post(`/app/schemas/${id}/backup`);
  await days(1, 3, /Skipped/);
  simulator.settings.latencyPerObjectMs = 0;
  await until('the end of the backup', async () =>
    /every 2s/.test((await admin.get(`/app/schemas/${id}/row`)).html) ? undefined : true,
  );
  await days(2, 4, /Completed/);
  // The dates of runs are those of the machine; they are made to fit.
  const service = await connectDatabase(database.uri, config.serviceDatabase);
  for await (const { at, runId } of service
    .collection<{ at: Date; runId: string }>('slots')
    .find({}))
    await service.collection<{ _id: string }>('runs').updateOne(
      { _id: runId },
      {
        $set: {
          startedAt: new Date(at.getTime() + 1_000),
          endedAt: new Date(at.getTime() + 95_000),
        },
      },
    );
  await service.close();
}

try {
  await install(simulator.url, app.url);
  const admin = new AdminSession(simulator.url, app.url);
  await shoot('setup', async (frame) => {
    await frame.getByLabel('Email').fill('revoked@example.com');
    await frame.getByLabel('API token').fill('revoked-token');
    await frame.getByRole('button', { name: 'Look up' }).click();
    await frame.locator('#token-error').waitFor();
  });
  await setUp(admin);
  await shoot('sync', async (frame) => {
    await frame.getByRole('heading', { name: 'Current connection' }).waitFor();
  });
  const schemas = await sync(admin);
  const schemaNamed = (name: string): { id: string; name: string } =>
    requireValue(
      schemas.find((schema) => schema.name === name),
      `schema ${name}`,
    );
  const [computers, offices] = [schemaNamed('Computers'), schemaNamed('Offices')];
  const backup = await backUp(admin, computers);
  await verify(admin, backup.backupId);
  await restorePictures({
    admin,
    site: simulator,
    otherSite,
    schema: computers,
    beside: schemas.filter(({ name }) => ['Offices', 'People'].includes(name)),
    backupId: backup.backupId,
    shoot,
  });
  await scheduleAtWork(admin, offices);
  await shoot('schedule-runs', async (frame) => {
    await frame.getByRole('button', { name: 'Offices', exact: true }).click();
    await frame.locator('#tab-schedule').click();
    await frame.getByText('Skipped').waitFor();
  });
  await admin.post(`/app/schemas/${offices.id}/schedule`, {
    cron: '0 2 * * *',
    timeZone: 'Europe/Berlin',
    revision: '1',
  });
  aheadMs = 0;
  await switchOn(admin, schemaNamed('Services'), { backUpNow: false });
  await backUp(admin, schemaNamed('Empty shelf')).catch(() => undefined);
  // Pages of objects take long, everything else answers at once.
  simulator.settings.latencyPerObjectMs = 300;
  await admin.post(`/app/schemas/${schemaNamed('People').id}/backup`);
  await shoot('schemas', async (frame) => {
    await frame
      .getByRole('row', { name: /People/ })
      .getByRole('progressbar')
      .waitFor();
  });
  await shoot('backup-now', async (frame) => {
    await frame
      .getByRole('row', { name: /Offices/ })
      .getByRole('button', { name: 'Backup now' })
      .click();
    await frame.getByRole('button', { name: 'Back up', exact: true }).waitFor();
  });
  await shoot(
    'schedule',
    async (frame) => {
      const row = frame.getByRole('row', { name: /Licences/ });
      await row.getByLabel(/More actions/).click();
      await row.getByRole('button', { name: 'Schedule backup' }).click();
      await frame.getByRole('radio', { name: 'Week' }).check();
      await frame.getByLabel('Thursday').check();
      await frame.getByText('Every Monday and Thursday at 02:00').waitFor();
    },
    { higher: 180 },
  );
  await shoot('backups', async (frame) => {
    await frame.getByRole('button', { name: 'Computers', exact: true }).click();
    await frame.locator('[data-title=Verified] .lozenge.success').waitFor();
  });
  await shoot('inside', async (frame) => {
    await frame.getByRole('button', { name: 'Computers', exact: true }).click();
    await frame.getByRole('button', { name: 'Browse' }).click();
    await frame.getByRole('button', { name: /^Laptop/ }).click();
    await frame.getByText('900 objects', { exact: true }).waitFor();
  });
  await shoot('object', async (frame) => {
    await frame.getByRole('button', { name: 'Computers', exact: true }).click();
    await frame.getByRole('button', { name: 'Browse' }).click();
    await frame.getByRole('button', { name: /^Laptop/ }).click();
    await frame.getByRole('button', { name: 'Laptop 7', exact: true }).first().click();
    await frame.getByText('Object type').waitFor();
  });
  await shoot('delete', async (frame) => {
    await frame.getByRole('button', { name: 'Computers', exact: true }).click();
    await frame.getByLabel(/More actions for backup/).click();
    await frame.getByRole('button', { name: 'Delete', exact: true }).click();
    await frame.getByLabel(/Enter the name/).fill('Computer');
    await frame.getByRole('button', { name: 'Delete', exact: true }).click();
    await frame.locator('#delete-name-error').waitFor();
  });
  console.log(`Pictures are in ${out}.`);
} finally {
  await browser.close();
  await app.stop();
  await database.stop();
  await Promise.all([simulator.close(), otherSite.close()]);
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);
