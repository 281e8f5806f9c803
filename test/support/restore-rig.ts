import { checkFacts, restoreFacts } from './run-results.ts';
import { runKinds } from '../../src/run-kinds.ts';
import { RunCodec } from '../../src/storage/queue/run-codec.ts';
import { silentLog } from '../../src/core/kernel/log.ts';
import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import {
  startSimulators,
  type Simulator,
  type SimulatorOptions,
} from '../../simulator/start-simulator.ts';
import { AddressGuard } from '../../src/atlassian/address/address-guard.ts';
import { CloudSites } from '../../src/atlassian/cloud/cloud-sites.ts';
import { SiteBudgets } from '../../src/atlassian/budget/site-budgets.ts';
import { systemClock } from '../../src/clock.ts';
import { Backups } from '../../src/core/use-cases/backups/backups.ts';
import { BackupContents } from '../../src/core/backups/inside/backup-contents.ts';
import { TakeBackup } from '../../src/core/backups/take/take-backup.ts';
import type { Clock } from '../../src/core/kernel/clock.ts';
import { orAbsent } from '../../src/core/kernel/errors.ts';
import { siteId, tenantId, type RunId } from '../../src/core/kernel/ids.ts';
import type { Run } from '../../src/core/runs/run.ts';
import { CheckRestore } from '../../src/core/restores/check/check-restore.ts';
import type { RestoreDeps } from '../../src/core/restores/context/at-destination.ts';
import { PlanRestore } from '../../src/core/restores/plan/plan-restore.ts';
import type { RestorePlan } from '../../src/core/restores/plan/restore-plan.ts';
import type { RestoreLine } from '../../src/core/restores/report/restore-lines.ts';
import { type CheckFacts, type RestoreFacts } from '../../src/core/restores/restore-facts.ts';
import type { Choices } from '../../src/core/restores/restore-input.ts';
import { RestorePlans } from '../../src/core/use-cases/restores/restore-plans.ts';
import type { RestoreWish } from '../../src/core/use-cases/restores/restore-wish.ts';
import { Restores } from '../../src/core/use-cases/restores/restores.ts';
import { RunRestore } from '../../src/core/restores/write/run-restore.ts';
import { SiteAccess } from '../../src/core/sites/site-access.ts';
import { Worker } from '../../src/jobs/worker.ts';
import { ensureIndexes } from '../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../../src/storage/queue/mongo-run-store.ts';
import { KeyRing } from '../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../src/storage/sealing/tenant-keys.ts';
import { MongoBackupStore } from '../../src/storage/stores/mongo-backup-store.ts';
import { MongoCatalogStore } from '../../src/storage/stores/mongo-catalog-store.ts';
import { MongoRestoreStore } from '../../src/storage/stores/mongo-restore-store.ts';
import { MongoSiteStore } from '../../src/storage/stores/mongo-site-store.ts';
import { serviceStorages } from './service-storages.ts';
import { cloudSource, cloudTarget } from './cloud-site.ts';
import { MemorySiteLeases } from './memory-site-leases.ts';
import { testDatabase } from './database.ts';

const tenant = tenantId('alice');
const by = { accountId: '1', name: 'Alice' };
const TIMES = { leaseMs: 400, heartbeatMs: 50, marginMs: 20 };
const SETTLE_MS = 150;
export const NEW_SCHEMA: Omit<RestoreWish, 'schema'> = {
  typeIds: null,
  existing: 'overwrite',
  clearEmpty: false,
  keepOriginalKey: false,
  changeDefinitions: false,
};

/** The restore engine with its real storage and client against pretend sites: what pages and queue would do is done by calls. The second site, if any, is a target instance. */
export async function restoreRig(
  sites: SimulatorOptions[],
  options: {
    clock?: Clock;
    settleMs?: number;
    requestTimeoutMs?: number;
    patienceMs?: number;
  } = {},
) {
  const clock = options.clock ?? systemClock;
  const { connection, open } = await testDatabase();
  const [here, there] = (await startSimulators(sites)) as [Simulator, Simulator | undefined];
  const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
  const secrets = new SecretBox(keys);
  const runs = new MongoRunStore(connection, new RunCodec(runKinds, secrets));
  const backupStore = new MongoBackupStore(connection);
  const catalog = new MongoCatalogStore(connection);
  const siteStore = new MongoSiteStore(connection, secrets);
  const restoreStore = new MongoRestoreStore(connection, secrets);
  const storages = serviceStorages(connection, keys);
  const budgets = new SiteBudgets(clock, new MemorySiteLeases());
  const cloud = new CloudSites({
    apiUrl: here.url,
    requestTimeoutMs: options.requestTimeoutMs ?? 2_000,
    patienceMs: options.patienceMs ?? 8_000,
    clock,
    log: silentLog,
    budgets,
    guard: new AddressGuard({ allowed: [here, there].flatMap((site) => (site ? [site.url] : [])) }),
  });
  const access = new SiteAccess(siteStore, [cloud]);
  const backups = new Backups({ backups: backupStore, runs, catalog, sites: siteStore });
  const contents = new BackupContents({ backups: backupStore, storages });
  const restorePlans = new RestorePlans({
    backups: backupStore,
    runs,
    catalog,
    contents,
    sites: siteStore,
    access,
  });
  const restores = new Restores({
    clock,
    backups: backupStore,
    runs,
    catalog,
    restores: restoreStore,
  });
  new MongoRunQueue(connection, new RunCodec(runKinds, secrets), clock, TIMES);
  await ensureIndexes(connection);
  const account = ({ world, url, workspaceId }: Simulator) => ({
    tenantId: tenant,
    siteUrl: url,
    workspaceId,
    email: 'admin@example.com',
    account: { accountId: world.accounts[0]!.accountId, name: 'Ada Admin' },
  });
  const source = cloudSource(account(here));
  await siteStore.save(source, 'admin-token');
  const other = there && siteId('0123456789abcdef01234567');
  if (there && other)
    await siteStore.save(
      cloudTarget({ ...account(there), id: other, name: 'Other site' }),
      'admin-token',
    );
  const seen = async (): Promise<void> =>
    catalog.seen(
      source,
      [...here.world.site.schemas.values()].map(({ id, name, key }) => ({
        schemaId: String(id),
        name,
        key,
        objectCount: 0,
      })),
    );
  await seen();
  const deps: RestoreDeps = {
    clock,
    backups: backupStore,
    runs,
    storages,
    access,
    restores: restoreStore,
  };
  const settleMs = options.settleMs ?? SETTLE_MS;
  const handlers = (more: Partial<typeof deps> = {}) => [
    new TakeBackup({ clock, backups: backupStore, runs, catalog, storages, access }),
    new PlanRestore({ ...deps, ...more }),
    new RunRestore({ ...deps, ...more, catalog, settleMs }),
    new CheckRestore({ ...deps, ...more }),
  ];
  const errors: unknown[] = [];
  const log = {
    ...silentLog,
    error: (fields: object) => {
      errors.push(fields);
    },
  };
  const startWorker = async (
    more: { handlers?: ReturnType<typeof handlers>; clock?: Clock } = {},
  ): Promise<Worker> => {
    const worker = new Worker({
      queue: new MongoRunQueue(
        await open(),
        new RunCodec(runKinds, secrets),
        more.clock ?? clock,
        TIMES,
      ),
      handlers: more.handlers ?? handlers(),
      clock: more.clock ?? clock,
      log,
      width: 4,
      patienceMs: 5_000,
    });
    worker.start();
    return worker;
  };
  let worker: Worker | undefined;
  after(async () => {
    await worker?.stop();
    await budgets.close();
    await here.close();
    await there?.close();
  });

  /** Waits for a run's end. */
  const ended = async (id: RunId, withinMs = 120_000): Promise<Run> => {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const run = await runs.get(tenant, id);
      if (run.state !== 'queued' && run.state !== 'running') return run;
      if (Date.now() > deadline)
        throw new Error(`the run ${run.kind} did not end: ${JSON.stringify(run.progress)}`);
      await systemClock.sleep(15);
    }
  };
  const complete = async (id: RunId): Promise<Run> => {
    const run = await ended(id);
    if (run.state !== 'complete')
      throw new Error(
        `${run.kind} ended as ${run.state}: ${run.errorCode} ${run.message} ${JSON.stringify(errors.at(-1) ?? '')}`,
      );
    return run;
  };
  return {
    here,
    there,
    other,
    tenant,
    by,
    clock,
    runs,
    catalog,
    storages,
    backupStore,
    restorePlans,
    restores,
    restoreStore,
    sites: siteStore,
    source,
    connection,
    secrets,
    access,
    deps,
    handlers,
    startWorker,
    ended,
    complete,
    errors,
    seen,
    /** Begins to work on what is queued, and looks for it more often than a service would. */
    async work(): Promise<void> {
      worker = await startWorker({
        clock: {
          now: () => clock.now(),
          monotonicMs: () => clock.monotonicMs(),
          sleep: (ms, signal) => clock.sleep(Math.min(ms, 20), signal),
        },
      });
    },
    async idle(): Promise<void> {
      await worker?.stop();
      worker = undefined;
    },
    schemaId: (name: string, site: Simulator = here): number =>
      [...site.world.site.schemas.values()].find((schema) => schema.name === name)!.id,
    async backUp(name: string): Promise<RunId> {
      await seen();
      const schema = (await catalog.all(tenant, source.id)).find(
        (each) => each.schemaId === String(this.schemaId(name)),
      )!;
      const { id } = await complete((await backups.request(tenant, schema.id, by)).id);
      while (!(await orAbsent(backupStore.get(tenant, id)))) await systemClock.sleep(5); // its run is being settled
      return id;
    },
    async plan(backupId: RunId, wish: RestoreWish): Promise<{ id: RunId; plan: RestorePlan }> {
      const { id } = await complete((await restorePlans.request(tenant, backupId, wish, by)).id);
      return { id, plan: (await restorePlans.get(tenant, id)).plan! };
    },
    async restore(
      backupId: RunId,
      wish: RestoreWish,
      choices: Choices = {},
    ): Promise<{ id: RunId; plan: RestorePlan; facts: RestoreFacts }> {
      let { id, plan } = await this.plan(backupId, wish);
      for (;;) {
        const run = await complete((await restorePlans.start(tenant, id, choices, by)).id);
        if (run.kind === 'restore') return { id: run.id, plan, facts: restoreFacts(run) };
        id = run.id;
        plan = (await restorePlans.get(tenant, id)).plan!;
      }
    },
    async check(restoreId: RunId): Promise<CheckFacts> {
      return checkFacts(await complete((await restores.requestCheck(tenant, restoreId, by)).id));
    },
    async lines(restoreId: RunId): Promise<RestoreLine[]> {
      const lines: RestoreLine[] = [];
      for await (const line of restoreStore.lines(tenant, restoreId)) lines.push(line);
      return lines;
    },
  };
}
