import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startSimulators, type Simulator } from '../../simulator/start-simulator.ts';
import { FORGE_APP_ID } from '../../simulator/forge-host/forge-host.ts';
import { startApp, type App } from '../../src/app.ts';
import { systemClock } from '../../src/clock.ts';
import { loadConfig, type Config } from '../../src/config.ts';
import type { Clock } from '../../src/core/kernel/time/clock.ts';
import type { Log } from '../../src/core/kernel/log.ts';
import { createLog } from '../../src/create-log.ts';
import { lockFolder } from '../../src/storage/embedded/lock-folder.ts';
import type { Door } from '../admin-session.ts';
import { buildForgePage } from '../forge/build-forge-page.ts';
import { choosePort } from './choose-port.ts';
import type { DemoOptions } from './read-demo-options.ts';
import { say, secondsSince } from './say.ts';

/** Where a demo with a database of its own keeps both databases. */
export const OWN_DATABASE_FOLDER = 'demo-own-database';
const USUAL_PORT = 8080;
const USUAL_SITE_PORT = 8090;

export interface Demo {
  app: App;
  /** By which host the pages are opened. */
  door: Door;
  site: Simulator;
  otherSite: Simulator;
  dataCenter: Simulator;
  clock: DemoClock;
  stop(): Promise<void>;
}

/** The machine's clock, whose date can be put forward to see what happens by then. */
interface DemoClock extends Clock {
  putForward(ms: number): void;
}

/**
 * Starts three pretend sites, the database and the service. Each seed has a data folder of its own,
 * which one demo uses at a time. @throws Error with a sentence
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const startedAt = performance.now();
  const isOwn = options['own-database'];
  const dataDir = path.join('data', isOwn ? OWN_DATABASE_FOLDER : `demo-${options.seed}`);
  mkdirSync(path.dirname(dataDir), { recursive: true });
  const unlock = lockFolder(dataDir);
  try {
    if (options.fresh || options.empty || isOwn) rmSync(dataDir, { recursive: true, force: true });
    const forgePageFolder = path.join(dataDir, 'forge-page');
    if (isByForge(options)) await buildForgePage(forgePageFolder);
    const sites = await startSites(options, forgePageFolder);
    const { site, otherSite, dataCenter } = sites;
    say('Pretend Jira site', `${site.url} (seed ${options.seed})`);
    say('Another one', `${otherSite.url} (seed other): target of the migration`);
    say('A Data Center', `${dataCenter.url} (seed dc): backed up beside the site`);
    const clock = createDemoClock();
    const config = await configOf(options, dataDir, sites);
    const app = await startApp(config, { clock, log: createDemoLog(config) });
    say('Service', `${app.url} (up after ${secondsSince(startedAt)})`);
    return {
      app,
      door: isByForge(options) ? 'forge' : 'connect',
      ...sites,
      clock,
      async stop() {
        await app.stop();
        await Promise.all([site.close(), otherSite.close(), dataCenter.close()]);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

const isByForge = ({ door }: DemoOptions): boolean => door === 'forge';

type DemoSites = Pick<Demo, 'site' | 'otherSite' | 'dataCenter'>;

async function startSites(options: DemoOptions, forgePageFolder: string): Promise<DemoSites> {
  const port = await choosePort(options['site-port'], USUAL_SITE_PORT, 'site-port');
  const otherPort = await choosePort(0, port + 1, 'site-port');
  const serverPort = await choosePort(0, otherPort + 1, 'site-port');
  const [site, otherSite, dataCenter] = await startSimulators([
    { port, seed: options.seed, objects: options.objects, forgePageFolder },
    { port: otherPort, seed: 'other' },
    { port: serverPort, seed: 'dc' },
  ]);
  if (!site || !otherSite || !dataCenter) throw new Error("The pretend sites didn't start.");
  return { site, otherSite, dataCenter };
}

function createDemoClock(): DemoClock {
  let aheadMs = 0;
  return {
    ...systemClock,
    now: () => systemClock.now() + aheadMs,
    putForward(ms) {
      aheadMs += ms;
    },
  };
}

async function configOf(
  options: DemoOptions,
  dataDir: string,
  { site, otherSite, dataCenter }: DemoSites,
): Promise<Config> {
  return loadConfig({
    NODE_ENV: 'development',
    PORT: String(await choosePort(options.port, USUAL_PORT, 'port')),
    DATA_DIR: dataDir,
    PRETEND_SITE_URL: site.url,
    ATLASSIAN_MEDIA_URL: site.mediaUrl,
    PRETEND_SITE_ADDRESSES: `${otherSite.url},${dataCenter.url}`,
    FORGE_APP_ID: isByForge(options) ? FORGE_APP_ID : undefined,
    RESTORE_SETTLE_SECONDS: '1',
    STORAGE_LABEL: 'This machine (embedded database)',
    LOG_LEVEL: 'warn',
    MONGODB_URI: process.env['MONGODB_URI'],
    // A database of one's own is on this machine here; nowhere else are such addresses allowed.
    PRIVATE_NETWORKS: options['own-database'] ? '127.0.0.0/8' : undefined,
  });
}

function createDemoLog({ logLevel }: Config): Log {
  const log = createLog(logLevel);
  /** Two databases say the same. */
  const said = new Set<string>();
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (_fields, message) => {
      if (/database/i.test(message) && !said.has(message)) say('', message);
      said.add(message);
    },
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
