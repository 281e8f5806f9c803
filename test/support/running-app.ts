import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../simulator/start-simulator.ts';
import { AdminSession } from '../../scripts/admin-session.ts';
import { install, setUp, sync } from '../../scripts/demo-steps.ts';
import { startApp, type App } from '../../src/app.ts';
import { systemClock } from '../../src/clock.ts';
import { loadConfig } from '../../src/config.ts';
import type { Clock } from '../../src/core/kernel/time/clock.ts';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { DOOR, forgePageFolder } from './doors/door.ts';
import { FORGE_SETTINGS } from './doors/forge-settings.ts';
import { dropDatabase } from './databases/drop-database.ts';
import { NO_LIMITS } from './sites/no-limits.ts';
import { testDatabaseUri } from './databases/test-database.ts';

export interface LogLine {
  level: string;
  fields: object;
  message: string;
}

/**
 * The whole service on the run's database server, with a pretend site: what scenarios, browser and
 * security tests drive.
 */
export class RunningApp {
  readonly simulator: Simulator;
  readonly lines: LogLine[] = [];
  readonly databases: { service: string; storage: string };
  readonly uri: string;
  readonly #settings: Record<string, string>;
  readonly #clock: Clock;
  #app: App | undefined;

  constructor(
    simulator: Simulator,
    uri: string,
    settings: Record<string, string>,
    clock: Clock = systemClock,
  ) {
    const name = `app_${randomBytes(5).toString('hex')}`;
    this.simulator = simulator;
    this.uri = uri;
    this.databases = { service: name, storage: `${name}_storage` };
    this.#settings = settings;
    this.#clock = clock;
  }

  /** The replica in this process; a test whose replicas are processes of their own starts none. */
  get app(): App {
    if (!this.#app) throw new Error('The service was not started in this process.');
    return this.#app;
  }

  get admin(): AdminSession {
    return new AdminSession(this.simulator.url, this.app.url, undefined, DOOR);
  }

  /** The environment of this service: for one more replica, or a process of its own. */
  env(more: Record<string, string> = {}): Record<string, string> {
    return {
      NODE_ENV: 'test',
      PORT: '0',
      MONGODB_URI: this.uri,
      SERVICE_DATABASE: this.databases.service,
      STORAGE_DATABASE: this.databases.storage,
      KEY_RING: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      PRETEND_SITE_URL: this.simulator.url,
      ATLASSIAN_MEDIA_URL: this.simulator.mediaUrl,
      LEASE_SECONDS: '2',
      PATIENCE_MINUTES: '2',
      CONFIRM_SECONDS: '0',
      DATA_CENTER_CALLS_PER_MINUTE: '0',
      REQUEST_TIMEOUT_SECONDS: '20',
      STORAGE_LABEL: 'Test storage',
      GRACE_DAYS: '0',
      BIN_DAYS: '0',
      ...(DOOR === 'forge' ? FORGE_SETTINGS : {}),
      ...this.#settings,
      ...more,
    };
  }

  async start(): Promise<void> {
    this.#app = await this.replica();
  }

  /** Installs the app on the pretend site, through the door of this process. */
  async install(): Promise<void> {
    if (DOOR === 'forge') this.simulator.forge.install(this.app.url);
    else await install(this.simulator.url, this.app.url);
  }

  /** One more process of the service, as far as the database can tell. */
  async replica(more: Record<string, string> = {}): Promise<App> {
    const note =
      (level: string) =>
      (fields: object, message: string): void => {
        this.lines.push({ level, fields, message });
      };
    return startApp(loadConfig(this.env(more)), {
      clock: this.#clock,
      log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
    });
  }

  async close(): Promise<void> {
    try {
      await this.closeAlone();
    } finally {
      await this.simulator.close();
    }
  }

  /** Leaves the site to others. */
  async closeAlone(): Promise<void> {
    await this.#app?.stop();
    for (const name of Object.values(this.databases)) {
      const connection = await connectDatabase(this.uri, name);
      await dropDatabase(connection);
      await connection.close();
    }
  }
}

/** Tokens of Forge's calls live for seconds: both sides have the same clock. */
async function forgeSite(clock: Clock = systemClock): Promise<SimulatorOptions> {
  return { forgePageFolder: await forgePageFolder(), now: () => clock.now() };
}

/** Starts it all; it ends with the test file. `stage` says how far the administrator is. */
export async function runningApp(
  options: {
    site?: SimulatorOptions;
    settings?: Record<string, string>;
    clock?: Clock;
    stage?: 'installed' | 'set-up' | 'synced';
  } = {},
): Promise<RunningApp & { schemas: { id: string; name: string }[] }> {
  const running = new RunningApp(
    await startSimulator({
      seed: 'tiny',
      ...(DOOR === 'forge' ? await forgeSite(options.clock) : {}),
      ...options.site,
      settings: { ...NO_LIMITS, ...options.site?.settings },
    }),
    await testDatabaseUri(),
    options.settings ?? {},
    options.clock,
  );
  await running.start();
  after(() => running.close());
  const stage = options.stage ?? 'synced';
  await running.install();
  if (stage !== 'installed') await setUp(running.admin);
  const schemas = stage === 'synced' ? await sync(running.admin) : [];
  return Object.assign(running, { schemas });
}
