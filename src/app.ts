/** Composes the service from its features, listens, and begins to work. */
import { createServer, type Server } from 'node:http';
import { composeAgents } from './compose/compose-agents.ts';
import { composeBackups } from './compose/compose-backups.ts';
import {
  composeForge,
  composeHostInstallations,
  composeResidency,
} from './compose/compose-forge.ts';
import { composeIdentity } from './compose/compose-identity.ts';
import { composeRestores } from './compose/compose-restores.ts';
import { composeRetention } from './compose/compose-retention.ts';
import { composeSchedules } from './compose/compose-schedules.ts';
import { composeSetup } from './compose/compose-setup.ts';
import { composeSites, type Sites } from './compose/compose-sites.ts';
import { composeStores, type Stores } from './compose/storage/compose-stores.ts';
import { composeWork, type Work } from './compose/compose-work.ts';
import { openDatabases, type Databases } from './compose/storage/open-databases.ts';
import { reportUnfitKeys } from './compose/storage/report-unfit-keys.ts';
import type { Config } from './config.ts';
import type { Agents } from './core/use-cases/agents/agents.ts';
import { Copies } from './core/use-cases/copies/copies.ts';
import { DatabaseWatch } from './core/use-cases/upkeep/database-watch.ts';
import { SitePlaces } from './core/use-cases/upkeep/site-places.ts';
import type { Clock } from './core/kernel/time/clock.ts';
import type { Log } from './core/kernel/log.ts';
import { currentOwnToken } from './core/sites/access/own-access.ts';
import type { AgentDoor } from './core/sites/agents/agent-door.ts';
import { developmentKeyRing } from './development-key-ring.ts';
import { keyServiceProviders } from './key-service-providers.ts';
import { runKinds } from './run-kinds.ts';
import { siteKinds } from './site-kinds.ts';
import { ensureIndexes } from './storage/ensure-indexes.ts';
import { migrateDatabase, refuseNewerDatabase } from './storage/migrations/migrate-database.ts';
import { migrationSteps } from './storage/migrations/migration-steps.ts';
import { KeyRing } from './storage/sealing/key-ring.ts';
import type { TenantKeys } from './storage/sealing/tenant-keys.ts';
import { MongoSiteLeases } from './storage/site/mongo-site-leases.ts';
import { tryWrite } from './storage/try-write.ts';
import { answerNotYet } from './web/answer-not-yet.ts';
import { createWeb } from './web/create-web.ts';
import type { Readiness } from './web/routes/route.ts';

export interface App {
  /** Where the service listens. */
  url: string;
  port: number;
  /** Stops in order: no new request, no new work, leases given back, database closed. */
  stop(): Promise<void>;
}

const PING_MS = 3_000;

/**
 * Opens the database, brings what an older version stored up to date, listens and begins to work.
 * @throws Unavailable, or Error with a sentence
 */
export async function startApp(
  config: Config,
  { clock, log }: { clock: Clock; log: Log },
): Promise<App> {
  const databases = await openDatabases(config, (line) => log.info({}, line));
  try {
    return await startOn(databases, config, { clock, log });
  } catch (error) {
    await databases.close();
    throw error;
  }
}

async function startOn(
  databases: Databases,
  config: Config,
  { clock, log }: { clock: Clock; log: Log },
): Promise<App> {
  const stores = openStores(databases, config, { clock, log });
  const leases = new MongoSiteLeases(databases.service, clock, config.leaseMs);
  const { line, door, agents } = composeAgents(stores, clock);
  const sites = composeSites({
    sites: stores.sites,
    agents: line,
    places: new SitePlaces(stores),
    leases,
    settings: config,
    ownToken: (id) => currentOwnToken(stores.ownAccess, id, clock.now()),
    clock,
    log,
  });
  const hosted = composeHostInstallations({ stores, sites, clock });
  const { useCases, ...working } = composeFeatures(config, {
    databases,
    stores,
    sites,
    agents,
    clock,
  });
  const work = composeWork({
    service: databases.service,
    stores,
    hosted: config.forge && hosted,
    ...useCases,
    ...working,
    settings: config,
    clock,
    log,
  });
  await bringUpToDate(config, databases, stores, log);
  const server = createServer(answerNotYet);
  const port = await listen(server, config);
  try {
    const baseUrl = config.baseUrl || `http://127.0.0.1:${port}`;
    const settings = config;
    const identity = composeIdentity({ stores, sites, settings, baseUrl, clock, log });
    const forge = composeForge(config, hosted, { sites, clock, log });
    const ready = () => checkReadiness(databases, stores.keys);
    const residency = composeResidency(config, stores);
    const { trustProxy } = config;
    const doors = { identity, forge, residency, agents: door };
    const web = await createWeb({ useCases, ready, ...doors, trustProxy, clock, log });
    server.off('request', answerNotYet).on('request', web);
  } catch (error) {
    await closeServer(server);
    throw error;
  }
  work.start();
  const running = { server, work, sites, stores, databases, door };
  return { url: `http://127.0.0.1:${port}`, port, stop: () => stopInOrder(running) };
}

function openStores(
  databases: Databases,
  { keyRing: ring, dataDir, privateNetworks, quotaBytes }: Config,
  { clock, log }: { clock: Clock; log: Log },
): Stores {
  const keyRing = new KeyRing(ring ?? developmentKeyRing(dataDir));
  const parts = { kinds: runKinds, keyServiceProviders, privateNetworks, quotaBytes };
  return composeStores({ ...databases, ...parts, keyRing, clock, log });
}

interface Running {
  server: Server;
  work: Work;
  sites: Sites;
  stores: Stores;
  databases: Databases;
  door: AgentDoor;
}

async function stopInOrder({
  server,
  work,
  sites,
  stores,
  databases,
  door,
}: Running): Promise<void> {
  door.close();
  const closed = closeServer(server);
  await work.stop();
  await sites.budgets.close();
  server.closeAllConnections();
  await closed;
  await stores.own.databases.close();
  stores.own.buckets.close();
  await databases.close();
}

async function bringUpToDate(
  { leaseMs }: Config,
  { service, storage }: Databases,
  { secrets, keys }: Stores,
  log: Log,
): Promise<void> {
  const steps = migrationSteps(service, secrets);
  await refuseNewerDatabase(service, steps);
  await reportUnfitKeys(keys.rotation, log);
  await ensureIndexes(service);
  await ensureIndexes(storage);
  const onStep = (step: string) => log.info({ step }, 'Database migrated.');
  const onWait = () =>
    log.info(
      {},
      `Waiting for another replica that is migrating the database. If it has ended, this one takes over after ${leaseMs / 1000} s.`,
    );
  await migrateDatabase(service, steps, { leaseMs, onStep, onWait });
}

const watchDatabases = ({ service, storage }: Databases, clock: Clock): DatabaseWatch =>
  new DatabaseWatch({
    clock,
    tryWrites: async (at) => {
      for (const connection of [service, storage]) await tryWrite(connection, at);
    },
  });

interface FeatureParts {
  databases: Databases;
  stores: Stores;
  sites: Sites;
  agents: Agents;
  clock: Clock;
}

function composeFeatures(config: Config, parts: FeatureParts) {
  const { databases, stores, sites, agents, clock } = parts;
  const watch = watchDatabases(databases, clock);
  const { access } = sites;
  const { storageLabel: label, graceDays, quotaBytes } = config;
  const storage = { label, graceDays, quotaBytes };
  const setup = composeSetup({ stores, sites, clock, storage, siteKinds });
  const { binDays, fullBackupEvery: fullEvery } = config;
  const keeping = composeRetention({ stores, clock, binDays });
  const { retention } = keeping;
  const backing = composeBackups({ stores, access, clock, binMs: retention.binMs, fullEvery });
  const { runs, backups, contents, connectedIssues } = backing;
  const { storages } = setup;
  const copies = new Copies({ ...stores, storages });
  const settleMs = config.restoreSettleMs;
  const restoring = composeRestores({
    stores,
    access,
    contents,
    clock,
    settleMs,
    checksAfterwards: true,
  });
  const minimumMinutes = config.minimumIntervalMinutes;
  const scheduling = composeSchedules({ stores, backups, clock, minimumMinutes });
  return {
    slots: scheduling.slots,
    handlers: [...setup.handlers, ...backing.handlers, ...restoring.handlers],
    useCases: {
      setup: setup.setup,
      targets: setup.targets,
      dataCenters: setup.dataCenters,
      agents,
      storages,
      copies,
      figures: setup.figures,
      removals: setup.removals,
      keys: setup.keys,
      watch,
      attaching: setup.attaching,
      ...keeping,
      sync: setup.sync,
      grid: setup.grid,
      schemaPages: setup.schemaPages,
      runs,
      backups,
      contents,
      connectedIssues,
      schedules: scheduling.schedules,
      protection: scheduling.protection,
      restorePlans: restoring.restorePlans,
      restores: restoring.restores,
    },
  };
}

async function listen(server: Server, { port, bindAddress }: Config): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, bindAddress, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  return closed;
}

/** Whether requests of all tenants can be served. Anybody may read why not: it names nothing. */
async function checkReadiness({ service }: Databases, keys: TenantKeys): Promise<Readiness> {
  const silent = { ok: false, why: "the database isn't answering" };
  try {
    const answer = await service.db?.command({ ping: 1 }, { timeoutMS: PING_MS });
    if (!answer) return silent;
    const { missing, different } = await keys.rotation.unfit();
    if (missing.length + different.length === 0) return { ok: true };
    return { ok: false, why: 'the key ring lacks a key that stored data is encrypted with' };
  } catch {
    return silent;
  }
}
