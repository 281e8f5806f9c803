/** The service of this version on the databases of a fixture, in this process. */
import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { AdminSession } from '../../../scripts/admin-session.ts';
import { install } from '../../../scripts/demo-steps.ts';
import { startApp, type App } from '../../../src/app.ts';
import { systemClock } from '../../../src/clock.ts';
import { loadConfig } from '../../../src/config.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import { loadFixture, type FixtureName } from '../fixtures/load-fixture.ts';
import type { PreparedSites } from '../fixtures/prepare-sites.ts';
import { rowsOf } from './read-pages.ts';
import type { ShownRow } from '../fixtures/expected.ts';
import { serviceEnv } from './service-process.ts';

const quiet = (): void => undefined;
const LOG = { debug: quiet, info: quiet, warn: quiet, error: quiet };

interface StoredRun {
  _id: string;
  state: string;
  fence: number;
}

export interface FixtureServiceOptions {
  /** Since when the uninstalled site is uninstalled. */
  uninstalledAt: Date;
}

export class FixtureService {
  readonly app: App;
  readonly service: Connection;
  readonly storage: Connection;
  readonly #prepared: PreparedSites;

  /** Starts it with workers: what was in hand goes on as soon as the old lease is over. */
  static async start(
    name: FixtureName,
    prepared: PreparedSites,
    { uninstalledAt }: FixtureServiceOptions,
  ): Promise<FixtureService> {
    const uri = await testDatabaseUri();
    const id = `compat_${randomBytes(5).toString('hex')}`;
    const databases = { service: id, storage: `${id}_storage` };
    const { sites, addresses } = prepared;
    await loadFixture(uri, name, { ...databases, addresses, uninstalledAt });
    const siteUrls = sites.map(({ url }) => url);
    const env = serviceEnv({ uri, databases, apiUrl: siteUrls[0] ?? '', siteUrls });
    const app = await startApp(loadConfig(env), { clock: systemClock, log: LOG });
    const service = await connectDatabase(uri, databases.service);
    const storage = await connectDatabase(uri, databases.storage);
    return new FixtureService(prepared, { app, service, storage });
  }

  private constructor(
    prepared: PreparedSites,
    { app, service, storage }: Pick<FixtureService, 'app' | 'service' | 'storage'>,
  ) {
    this.#prepared = prepared;
    this.app = app;
    this.service = service;
    this.storage = storage;
  }

  /** Installs the app on a site once more, and returns its administrator. */
  async install(at: number): Promise<AdminSession> {
    const site = this.#prepared.sites[at];
    if (!site) throw new Error(`There is no site ${at}.`);
    await install(site.url, this.app.url);
    return new AdminSession(site.url, this.app.url);
  }

  /** How far a run is, or null when it was removed. */
  async endOf(runId: string): Promise<{ state: string; fence: number } | null> {
    const runs = this.service.collection<StoredRun>('runs');
    const projection = { _id: 0, state: 1, fence: 1 };
    return runs.findOne({ _id: runId }, { projection });
  }

  /** What a run wrote into the storage, and which of its holders: `data of 1`. */
  async packsOf(runId: string): Promise<string[]> {
    const packs = this.storage.collection<{ _id: string; kind: string }>('packs');
    const found = await packs.find({ runId }, { projection: { kind: 1 } }).toArray();
    return found.map(({ _id, kind }) => `${kind} of ${/\/(\d+)[.-]/.exec(_id)?.[1]}`).sort();
  }

  /** The bytes of the records that a run wrote into the storage, before they were compressed. */
  async dataBytesOf(runId: string): Promise<number> {
    const packs = this.storage.collection<{ raw: number }>('packs');
    const found = await packs.find({ runId, kind: 'data' }, { projection: { raw: 1 } }).toArray();
    return found.reduce((sum, { raw }) => sum + raw, 0);
  }

  async close(): Promise<void> {
    await this.app.stop();
    for (const database of [this.service, this.storage]) {
      await database.dropDatabase();
      await database.close();
    }
  }
}

export interface GridSchema {
  id: string;
  name: string;
}

/** A schema of the grid, by its name without its key. */
export async function gridSchema(admin: AdminSession, name: string): Promise<GridSchema> {
  const rows = rowsOf((await admin.get('/app/schemas')).html);
  const isIt = (row: ShownRow): boolean =>
    (row.cells['Schema name'] ?? '').replace(/ \S+$/, '') === name;
  const found = rows.find(isIt);
  if (!found) throw new Error(`The grid does not show ${name}.`);
  return { id: found.id, name };
}

/** Ids of the available backups of a schema, the newest first. */
export async function listBackupIds(admin: AdminSession, { id }: GridSchema): Promise<string[]> {
  const { html } = await admin.get(`/app/schemas/${id}/backups?part=table`);
  return rowsOf(html).map((row) => row.id);
}
