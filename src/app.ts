/** The only place that knows every adapter, and wires them. */
import type { Log } from './core/kernel/log.ts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from 'mongoose';
import { AddressGuard } from './atlassian/address/address-guard.ts';
import { CloudSiteAddress } from './atlassian/address/cloud-site-address.ts';
import { CloudJiraApp } from './atlassian/cloud/cloud-jira-app.ts';
import { CloudSiteCheck } from './atlassian/cloud/cloud-site-check.ts';
import { CloudSites } from './atlassian/cloud/cloud-sites.ts';
import { SiteBudgets } from './atlassian/site-budgets.ts';
import type { Config } from './config.ts';
import { Backups } from './core/use-cases/backups/backups.ts';
import { BackupContents } from './core/backups/inside/contents.ts';
import { DeleteBackup } from './core/backups/delete/delete-backup.ts';
import { DeleteSchema } from './core/backups/delete/delete-schema.ts';
import { TakeBackup } from './core/backups/take/take-backup.ts';
import { VerifyBackup } from './core/backups/verify/verify-backup.ts';
import { CatalogSync } from './core/catalog/catalog-sync.ts';
import { Grid } from './core/use-cases/schemas/grid.ts';
import type { Clock } from './core/kernel/clock.ts';
import { HealRuns } from './core/use-cases/upkeep/heal-runs.ts';
import type { RunHandler } from './core/runs/run-handler.ts';
import { CheckRestore } from './core/restores/check/check-restore.ts';
import { targetInUse } from './core/restores/target-in-use.ts';
import { TargetInstances } from './core/use-cases/targets/target-instances.ts';
import { PlanRestore } from './core/restores/plan/plan-restore.ts';
import { RestorePlans } from './core/use-cases/restores/restore-plans.ts';
import { Restores } from './core/use-cases/restores/restores.ts';
import { RunRestore } from './core/restores/write/run-restore.ts';
import { FireSlots } from './core/schedules/fire-slots.ts';
import { Schedules } from './core/use-cases/schedules/schedules.ts';
import { SiteAccess } from './core/sites/site-access.ts';
import { purgeUninstalled } from './core/use-cases/upkeep/purge-tenant.ts';
import { Setup } from './core/use-cases/setup/setup.ts';
import { uninstallTenant } from './core/use-cases/upkeep/uninstall-tenant.ts';
import { developmentKeyRing } from './development-key.ts';
import { Housekeeping } from './housekeeping.ts';
import { ScheduleTicker } from './jobs/schedule-ticker.ts';
import { Worker } from './jobs/worker.ts';
import { connectDatabase } from './storage/connect-database.ts';
import {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from './storage/embedded/start-embedded-database.ts';
import { ensureIndexes } from './storage/ensure-indexes.ts';
import { runKinds } from './run-kinds.ts';
import { RunCodec } from './storage/queue/run-codec.ts';
import { migrateDatabase } from './storage/migrations/migrate-database.ts';
import { migrationSteps } from './storage/migrations/migration-steps.ts';
import { MongoRunQueue } from './storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from './storage/queue/mongo-run-store.ts';
import { parseKeyRing } from './storage/sealing/key-ring.ts';
import { SecretBox } from './storage/sealing/secret-box.ts';
import { TenantKeys } from './storage/sealing/tenant-keys.ts';
import { MongoSiteLeases } from './storage/site/mongo-site-leases.ts';
import { MongoBackupStore } from './storage/stores/mongo-backup-store.ts';
import { MongoCatalogStore } from './storage/stores/mongo-catalog-store.ts';
import { MongoRestoreStore } from './storage/stores/mongo-restore-store.ts';
import { MongoScheduleStore } from './storage/stores/mongo-schedule-store.ts';
import { MongoSiteStore } from './storage/stores/mongo-site-store.ts';
import { MongoTenantStore } from './storage/stores/mongo-tenant-store.ts';
import { MongoVault } from './storage/vault/mongo-vault.ts';
import { createWeb } from './web/create-web.ts';
import { ConnectIdentity } from './web/identity/connect/connect-identity.ts';

export interface App {
  /** Where the service listens. */
  url: string;
  port: number;
  /** Stops in order: no new request, no new work, leases given back, database closed. */
  stop(): Promise<void>;
}

const HOUSEKEEPING_MS = 15_000;

/** Opens the database, wires everything, listens and begins to work. @throws Unavailable, or Error with a sentence */
export async function startApp(
  config: Config,
  { clock, log }: { clock: Clock; log: Log },
): Promise<App> {
  const embedded = config.mongodbUri
    ? undefined
    : await startEmbeddedDatabase({ dataDir: config.dataDir, log: (line) => log.info({}, line) });
  const uri = config.mongodbUri ?? embedded!.uri;
  const service = await connectDatabase(uri, config.serviceDatabase);
  const storage = await connectDatabase(uri, config.storageDatabase);
  const parts = wire(config, service, storage, clock, log);
  await ensureIndexes(service);
  await ensureIndexes(storage);
  await parts.migrate();
  const server = createServer();
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(config.port, config.bindAddress, resolve),
  );
  const { port } = server.address() as AddressInfo;
  const baseUrl = config.baseUrl || `http://127.0.0.1:${port}`;
  const identity = new ConnectIdentity({ ...parts.connect, ...config, baseUrl, clock, log });
  const { trustProxy } = config;
  server.on('request', await createWeb({ ...parts.web, identity, trustProxy, clock, log }));
  parts.worker.start();
  parts.ticker.start();
  parts.housekeeping.start();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: () => stop({ server, ...parts, service, storage, embedded }),
  };
}

function wire(config: Config, service: Connection, storage: Connection, clock: Clock, log: Log) {
  const keys = new TenantKeys(
    service,
    parseKeyRing(config.keyRing ?? developmentKeyRing(config.dataDir)),
  );
  const secrets = new SecretBox(keys);
  const runCodec = new RunCodec(runKinds, secrets);
  const runs = new MongoRunStore(service, runCodec);
  const backupStore = new MongoBackupStore(service);
  const catalog = new MongoCatalogStore(service);
  const sites = new MongoSiteStore(service, secrets);
  const schedules = new MongoScheduleStore(service);
  const restoreStore = new MongoRestoreStore(service, secrets);
  const tenants = new MongoTenantStore({
    connection: service,
    secrets,
    keys,
    purges: [
      (id) => schedules.purge(id),
      (id) => runs.purge(id),
      (id) => backupStore.purge(id),
      (id) => catalog.purge(id),
      (id) => sites.purge(id),
      (id) => restoreStore.purge(id),
    ],
  });
  const vault = new MongoVault(storage, keys);
  const budgets = new SiteBudgets(clock, new MongoSiteLeases(service, clock, config.leaseMs));
  const guard = new AddressGuard({ allowed: config.pretendAddresses });
  const cloud = {
    apiUrl: config.atlassianApiUrl,
    requestTimeoutMs: config.requestTimeoutMs,
    patienceMs: config.patienceMs,
    clock,
    log,
    budgets,
    guard,
  };
  const access = new SiteAccess(sites, [new CloudSites(cloud)]);
  const restoring = { clock, backups: backupStore, runs, vault, access, restores: restoreStore };
  const sync = new CatalogSync({ clock, runs, catalog, sites, access });
  const handlers: RunHandler[] = [
    sync,
    new TakeBackup({ clock, backups: backupStore, runs, catalog, vault, access }),
    new VerifyBackup({ clock, backups: backupStore, vault }),
    new DeleteBackup({ clock, backups: backupStore, runs, catalog, vault }),
    new DeleteSchema({
      clock,
      backups: backupStore,
      runs,
      catalog,
      vault,
      dependents: schedules,
    }),
    new PlanRestore(restoring),
    new RunRestore({ ...restoring, catalog, settleMs: config.restoreSettleMs }),
    new CheckRestore(restoring),
  ];
  const queue = new MongoRunQueue(service, runCodec, clock, {
    leaseMs: config.leaseMs,
    heartbeatMs: Math.min(2_000, config.leaseMs / 5),
    marginMs: Math.min(5_000, config.leaseMs / 4),
  });
  const worker = new Worker({
    queue,
    handlers,
    clock,
    log,
    width: config.workers,
    patienceMs: config.patienceMs,
  });
  const minimumMinutes = config.minimumIntervalMinutes;
  const ticker = new ScheduleTicker({
    slots: new FireSlots({ clock, schedules, catalog, runs, sites, tenants, minimumMinutes }),
    clock,
    log,
  });
  const heal = new HealRuns({ backups: backupStore, catalog, runs, handlers });
  const housekeeping = new Housekeeping({
    clock,
    log,
    everyMs: HOUSEKEEPING_MS,
    duties: [
      {
        name: 'delete the data of uninstalled sites',
        run: () =>
          purgeUninstalled({ clock, tenants, vault, graceMs: config.graceDays * 86_400_000 }),
      },
      { name: 'settle runs that nobody settled', run: () => heal.round() },
      { name: 'let schedules tick that stood still', run: () => ticker.revive() },
      { name: 'seal data keys with the active key', run: () => keys.rewrapAll() },
    ],
  });
  const ready = async (): Promise<{ ok: boolean; why?: string }> => {
    try {
      await service.db!.command({ ping: 1 }, { timeoutMS: 3_000 });
      return { ok: true };
    } catch {
      return { ok: false, why: 'the database does not answer' };
    }
  };
  const check = new CloudSiteCheck(cloud);
  const backups = new Backups({ backups: backupStore, runs, catalog, sites });
  const contents = new BackupContents({ backups: backupStore, vault });
  return {
    worker,
    ticker,
    migrate: () =>
      migrateDatabase(service, migrationSteps(service, secrets), {
        leaseMs: config.leaseMs,
        onStep: (step) => log.info({ step }, 'The database is migrated.'),
      }),
    housekeeping,
    budgets,
    connect: {
      installations: tenants,
      jira: new CloudJiraApp({
        appKey: config.appKey,
        secretOf: (id) => tenants.secret(id),
        clock,
        log,
        guard,
      }),
      uninstall: (key: string) => uninstallTenant({ installations: tenants, runs }, key),
    },
    web: {
      ready,
      useCases: {
        setup: new Setup({
          clock,
          sites,
          catalog,
          runs,
          kinds: runKinds,
          schedules,
          check,
          storage: { label: config.storageLabel, graceDays: config.graceDays },
        }),
        sync,
        grid: new Grid({ catalog, runs, schedules, kinds: runKinds }),
        backups,
        schedules: new Schedules({
          clock,
          schedules,
          catalog,
          runs,
          sites,
          backups,
          minimumMinutes,
        }),
        contents,
        restorePlans: new RestorePlans({
          backups: backupStore,
          runs,
          catalog,
          contents,
          sites,
          access,
        }),
        restores: new Restores({
          clock,
          backups: backupStore,
          runs,
          catalog,
          restores: restoreStore,
        }),
        targets: new TargetInstances({
          clock,
          sites,
          tenants,
          address: new CloudSiteAddress(guard),
          check,
          inUse: (tenantId, id) => targetInUse(runs, tenantId, id),
        }),
      },
    },
  };
}

async function stop({
  server,
  worker,
  ticker,
  housekeeping,
  budgets,
  service,
  storage,
  embedded,
}: {
  server: Server;
  worker: Worker;
  ticker: ScheduleTicker;
  housekeeping: Housekeeping;
  budgets: SiteBudgets;
  service: Connection;
  storage: Connection;
  embedded: EmbeddedDatabase | undefined;
}): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  await Promise.all([worker.stop(), ticker.stop(), housekeeping.stop()]);
  await budgets.close();
  server.closeAllConnections();
  await closed;
  await Promise.all([service.close(), storage.close()]);
  await embedded?.stop();
}
