/**
 * The main job on a machine without an Atlassian account: two pretend Jira sites, an embedded database, the service; installed, set up, synced, one schema
 * backed up, verified, restored as a new one and migrated to the other site, another one scheduled, all through the pages that a browser uses. Stays up for
 * looking around, or ends (--once).
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { startSimulators, type Simulator } from '../simulator/start-simulator.ts';
import { SEED_NAMES } from '../simulator/seeds/plant.ts';
import { startApp } from '../src/app.ts';
import { systemClock } from '../src/clock.ts';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { AdminSession } from './admin-session.ts';
import { backUp, install, schedule, setUp, sync, verify, type BackupShown } from './demo-steps.ts';
import { addTarget, checkRestore, planRestore, runRestore, targetNamed } from './restore-steps.ts';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    'site-port': { type: 'string', default: '8090' },
    seed: { type: 'string', default: 'demo' },
    objects: { type: 'string', default: '10000' },
    empty: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    once: { type: 'boolean', default: false },
  },
});
if (!SEED_NAMES.includes(options.seed)) {
  console.error(`There is no seed "${options.seed}". Seeds: ${SEED_NAMES.join(', ')}.`);
  process.exit(2);
}

const dataDir = 'data/demo';
if (options.fresh || options.empty) rmSync(dataDir, { recursive: true, force: true });
const startedAt = performance.now();
const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;
const say = (text: string): void => console.log(text);

const OTHER_SITE = 'Other company';
const sitePort = await freePort(Number(options['site-port']));
const [simulator, otherSite] = (await startSimulators([
  { port: sitePort, seed: options.seed, objects: Number(options.objects) },
  { port: await freePort(sitePort + 1), seed: 'other' },
])) as [Simulator, Simulator];
say(`Pretend Jira site       ${simulator.url} (seed ${options.seed})`);
say(`Another one             ${otherSite.url} (seed other): target of the migration`);
const port = await freePort(Number(options.port));
const config = loadConfig({
  NODE_ENV: 'development',
  PORT: String(port),
  DATA_DIR: dataDir,
  PRETEND_SITE_URL: simulator.url,
  PRETEND_SITE_ADDRESSES: otherSite.url,
  RESTORE_SETTLE_SECONDS: '1',
  STORAGE_LABEL: 'This machine (embedded database)',
  GRACE_DAYS: '0',
  LOG_LEVEL: 'warn',
  ...(process.env['MONGODB_URI'] ? { MONGODB_URI: process.env['MONGODB_URI'] } : {}),
});
const log = createLog(config.logLevel);
const app = await startApp(config, {
  clock: systemClock,
  log: {
    ...bound(log),
    info: (_fields, message) => {
      if (/MongoDB/.test(message)) say(`                        ${message}`);
    },
  },
});
say(`Service                 ${app.url} (up after ${seconds(startedAt)})`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0));

try {
  await install(simulator.url, app.url);
  say('Installed               signed by the pretend site');
  if (options.empty)
    say(
      'Not set up              walk through the setup: email admin@example.com, API token admin-token',
    );
  else await mainJob();
  say(`\nOpen                    ${simulator.url}/jira/settings/apps/assets-backup-home`);
  say(
    `The other site          ${otherSite.url}, workspace ${otherSite.workspaceId}, email admin@example.com, API token admin-token: a target instance`,
  );
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  await end(1);
}
if (options.once) await end(0);
else
  say(
    'Stop with Ctrl+C. Other looks: add ?theme=dark, or ?account=user@example.com who is no administrator.',
  );

async function mainJob(): Promise<void> {
  const admin = new AdminSession(simulator.url, app.url);
  await setUp(admin);
  say('Set up                  credentials checked on the site, storage chosen');
  const schemas = await sync(admin);
  say(
    `Synced                  ${schemas.length} schemas: ${schemas.map((schema) => schema.name).join(', ')}`,
  );
  const schema = schemas.find((each) => each.name === 'Computers') ?? schemas[0];
  if (!schema) throw new Error('The site has no schema to back up.');
  let from = performance.now();
  const backup = await backUp(admin, schema, (text) =>
    progress(`Backing up ${schema.name}: ${text}`),
  );
  progress('');
  say(
    `Backed up               ${backup.schema}: ${backup.objects} objects, ${backup.size} of content, ${backup.stored} stored, in ${seconds(from)}`,
  );
  from = performance.now();
  await verify(admin, backup.backupId);
  say(`Verified                every byte read back and sound, in ${seconds(from)}`);
  await restore(admin, backup, undefined);
  await restore(
    admin,
    backup,
    await target(
      admin,
      schemas.filter(
        (each) => schema.name === 'Computers' && ['Offices', 'People'].includes(each.name),
      ),
    ),
  );
  const offices = schemas.find((each) => each.name === 'Offices');
  if (!offices) return;
  const { words, next } = await schedule(admin, offices, (text) =>
    progress(`Backing up ${offices.name}: ${text}`),
  );
  progress('');
  say(`Scheduled               ${offices.name}: ${words}; next ${next}`);
}

/** The other site as a target instance; these schemas, which the one to migrate refers to, are there. */
async function target(
  admin: AdminSession,
  schemas: { id: string; name: string }[],
): Promise<string> {
  const name = `${OTHER_SITE}, port ${otherSite.port}`; // an earlier demo may have left one under another port
  const targetId =
    (await targetNamed(admin, name)) ??
    (await addTarget(admin, { name, siteUrl: otherSite.url, workspaceId: otherSite.workspaceId }));
  say(`Target instance         ${name}: address, account and workspace checked`);
  const from = performance.now();
  for (const schema of schemas)
    await runRestore(
      admin,
      (await planRestore(admin, (await backUp(admin, schema)).backupId, { targetId })).id,
      (text) => progress(`Migrating ${schema.name}: ${text}`),
    );
  progress('');
  if (schemas.length > 0)
    say(
      `Migrated first          ${schemas.map((schema) => schema.name).join(' and ')}, backed up before: what is migrated now refers to them, in ${seconds(from)}`,
    );
  return targetId;
}

/** Restores a backup as a new schema of this site, or of a target instance, and checks what came of it. */
async function restore(
  admin: AdminSession,
  backup: BackupShown,
  targetId: string | undefined,
): Promise<void> {
  const name = (targetId ? 'Migrated' : 'Restored').padEnd(24);
  let from = performance.now();
  const plan = await planRestore(admin, backup.backupId, targetId ? { targetId } : {});
  say(
    `${(targetId ? 'Migration planned' : 'Restore planned').padEnd(24)}into the new schema ${plan.schema} (${plan.key})${targetId ? ` of ${otherSite.url}` : ''}: about ${plan.calls} calls, ${plan.unresolved} names to decide on, in ${seconds(from)}`,
  );
  from = performance.now();
  const { id, sums } = await runRestore(admin, plan.id, (text) =>
    progress(`Restoring ${backup.schema}: ${text}`),
  );
  progress('');
  const number = (figure: string): number => Number(sums[figure]?.replaceAll(',', ''));
  say(
    `${name}${sums['Created']} objects with ${(number('Calls that wrote') / number('Created')).toFixed(2)} writing calls an object, ${sums['Values left out']} values left out and listed, in ${seconds(from)}`,
  );
  from = performance.now();
  const checked = await checkRestore(admin, id, (text) =>
    progress(`Checking ${plan.schema}: ${text}`),
  );
  progress('');
  say(
    `${''.padEnd(24)}checked: ${checked['Equal']} equal${checked['Explained by the report'] === '0' ? '' : `, ${checked['Explained by the report']} but for what was left out`}, in ${seconds(from)}`,
  );
}

function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text}`);
  else if (text) say(`                        ${text}`);
}

async function end(status: number): Promise<never> {
  await app.stop();
  await Promise.all([simulator.close(), otherSite.close()]);
  process.exit(status);
}

function bound({ debug, warn, error }: typeof log) {
  return { debug: debug.bind(log), warn: warn.bind(log), error: error.bind(log) };
}

/** The wanted port, or a free one where that is taken. */
async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number): Promise<number | undefined> =>
    new Promise((resolve) => {
      const server = createServer()
        .once('error', () => resolve(undefined))
        .listen(port, '127.0.0.1', () => {
          const { port: got } = server.address() as { port: number };
          server.close(() => resolve(got));
        });
    });
  return (await tryPort(wanted)) ?? (await tryPort(0))!;
}
