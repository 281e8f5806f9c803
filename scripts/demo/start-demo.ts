import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startSimulators, type Simulator } from '../../simulator/start-simulator.ts';
import { startApp, type App } from '../../src/app.ts';
import { systemClock } from '../../src/clock.ts';
import { loadConfig } from '../../src/config.ts';
import { createLog } from '../../src/create-log.ts';
import { lockFolder } from '../../src/storage/embedded/lock-folder.ts';
import { choosePort } from './choose-port.ts';
import type { DemoOptions } from './read-demo-options.ts';
import { say, secondsSince } from './say.ts';

const USUAL_PORT = 8080;
const USUAL_SITE_PORT = 8090;

export interface Demo {
  app: App;
  site: Simulator;
  otherSite: Simulator;
  stop(): Promise<void>;
}

/**
 * Starts two pretend sites, the database and the service. Each seed has a data folder of its own,
 * which one demo uses at a time. @throws Error with a sentence
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const startedAt = performance.now();
  const dataDir = path.join('data', `demo-${options.seed}`);
  mkdirSync(path.dirname(dataDir), { recursive: true });
  const unlock = lockFolder(dataDir);
  try {
    if (options.fresh || options.empty) rmSync(dataDir, { recursive: true, force: true });
    const [site, otherSite] = await startSites(options);
    say('Pretend Jira site', `${site.url} (seed ${options.seed})`);
    say('Another one', `${otherSite.url} (seed other): target of the migration`);
    const app = await startService(options, dataDir, site, otherSite);
    say('Service', `${app.url} (up after ${secondsSince(startedAt)})`);
    return {
      app,
      site,
      otherSite,
      async stop() {
        await app.stop();
        await Promise.all([site.close(), otherSite.close()]);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function startSites(options: DemoOptions): Promise<[Simulator, Simulator]> {
  const port = await choosePort(options['site-port'], USUAL_SITE_PORT, 'site-port');
  const otherPort = await choosePort(0, port + 1, 'site-port');
  const [site, otherSite] = await startSimulators([
    { port, seed: options.seed, objects: options.objects },
    { port: otherPort, seed: 'other' },
  ]);
  if (!site || !otherSite) throw new Error("The pretend sites didn't start.");
  return [site, otherSite];
}

async function startService(
  options: DemoOptions,
  dataDir: string,
  site: Simulator,
  otherSite: Simulator,
): Promise<App> {
  const config = loadConfig({
    NODE_ENV: 'development',
    PORT: String(await choosePort(options.port, USUAL_PORT, 'port')),
    DATA_DIR: dataDir,
    PRETEND_SITE_URL: site.url,
    PRETEND_SITE_ADDRESSES: otherSite.url,
    RESTORE_SETTLE_SECONDS: '1',
    STORAGE_LABEL: 'This machine (embedded database)',
    LOG_LEVEL: 'warn',
    MONGODB_URI: process.env['MONGODB_URI'],
  });
  const log = createLog(config.logLevel);
  /** Two databases say the same. */
  const said = new Set<string>();
  return startApp(config, {
    clock: systemClock,
    log: {
      debug: (fields, message) => log.debug(fields, message),
      info: (_fields, message) => {
        if (/database/i.test(message) && !said.has(message)) say('', message);
        said.add(message);
      },
      warn: (fields, message) => log.warn(fields, message),
      error: (fields, message) => log.error(fields, message),
    },
  });
}
