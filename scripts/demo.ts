/**
 * The main job on a machine without an Atlassian account: a pretend Jira site, an embedded database, the service; installed, set up, synced, one schema
 * backed up and verified, another one scheduled, all through the pages that a browser uses. Stays up for looking around, or ends (--once).
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { startSimulator } from '../simulator/start-simulator.ts';
import { SEED_NAMES } from '../simulator/seeds/plant.ts';
import { startApp } from '../src/app.ts';
import { systemClock } from '../src/clock.ts';
import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { AdminSession } from './admin-session.ts';
import { backUp, install, schedule, setUp, sync, verify } from './demo-steps.ts';

const { values: options } = parseArgs({ options: { port: { type: 'string', default: '8080' }, 'site-port': { type: 'string', default: '8090' }, seed: { type: 'string', default: 'demo' }, objects: { type: 'string', default: '10000' }, empty: { type: 'boolean', default: false }, fresh: { type: 'boolean', default: false }, once: { type: 'boolean', default: false } } });
if (!SEED_NAMES.includes(options.seed)) { console.error(`There is no seed "${options.seed}". Seeds: ${SEED_NAMES.join(', ')}.`); process.exit(2); }

const dataDir = 'data/demo';
if (options.fresh || options.empty) rmSync(dataDir, { recursive: true, force: true });
const startedAt = performance.now();
const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;
const say = (text: string): void => console.log(text);

const simulator = await startSimulator({ port: await freePort(Number(options['site-port'])), seed: options.seed, objects: Number(options.objects) });
say(`Pretend Jira site       ${simulator.url} (seed ${options.seed})`);
const port = await freePort(Number(options.port));
const config = loadConfig({ NODE_ENV: 'development', PORT: String(port), DATA_DIR: dataDir, PRETEND_SITE_URL: simulator.url, STORAGE_LABEL: 'This machine (embedded database)', GRACE_DAYS: '0', LOG_LEVEL: 'warn', ...(process.env['MONGODB_URI'] ? { MONGODB_URI: process.env['MONGODB_URI'] } : {}) });
const log = createLog(config.logLevel);
const app = await startApp(config, { clock: systemClock, log: { ...bound(log), info: (_fields, message) => { if (/MongoDB/.test(message)) say(`                        ${message}`); } } });
say(`Service                 ${app.url} (up after ${seconds(startedAt)})`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0));

try {
  await install(simulator.url, app.url);
  say('Installed               signed by the pretend site');
  if (options.empty) say('Not set up              walk through the setup: email admin@example.com, API token admin-token');
  else await mainJob();
  say(`\nOpen                    ${simulator.url}/jira/settings/apps/assets-backup-home`);
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  await end(1);
}
if (options.once) await end(0);
else say('Stop with Ctrl+C. Other looks: add ?theme=dark, or ?account=user@example.com who is no administrator.');

async function mainJob(): Promise<void> {
  const admin = new AdminSession(simulator.url, app.url);
  await setUp(admin);
  say('Set up                  credentials checked on the site, storage chosen');
  const schemas = await sync(admin);
  say(`Synced                  ${schemas.length} schemas: ${schemas.map((schema) => schema.name).join(', ')}`);
  const schema = schemas.find((each) => each.name === 'Computers') ?? schemas[0];
  if (!schema) throw new Error('The site has no schema to back up.');
  let from = performance.now();
  const backup = await backUp(admin, schema, (text) => progress(`Backing up ${schema.name}: ${text}`));
  progress('');
  say(`Backed up               ${backup.schema}: ${backup.objects} objects, ${backup.size} of content, ${backup.stored} stored, in ${seconds(from)}`);
  from = performance.now();
  await verify(admin, backup.backupId);
  say(`Verified                every byte read back and sound, in ${seconds(from)}`);
  const offices = schemas.find((each) => each.name === 'Offices');
  if (!offices) return;
  const { words, next } = await schedule(admin, offices, (text) => progress(`Backing up ${offices.name}: ${text}`));
  progress('');
  say(`Scheduled               ${offices.name}: ${words}; next ${next}`);
}

function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${text}`);
  else if (text) say(`                        ${text}`);
}

async function end(status: number): Promise<never> {
  await app.stop();
  await simulator.close();
  process.exit(status);
}

function bound({ debug, warn, error }: typeof log) {
  return { debug: debug.bind(log), warn: warn.bind(log), error: error.bind(log) };
}

/** The wanted port, or a free one where that is taken. */
async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number): Promise<number | undefined> => new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(undefined)).listen(port, '127.0.0.1', () => {
      const { port: got } = server.address() as { port: number };
      server.close(() => resolve(got));
    });
  });
  return (await tryPort(wanted)) ?? (await tryPort(0))!;
}
