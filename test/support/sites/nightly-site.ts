/**
 * Schedules on real stores without a service: sites with schemas that are backed up every night,
 * and replicas that fire their slots.
 */
import { backupKind } from '../../../src/core/backups/backup-kind.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import type { TenantId } from '../../../src/core/kernel/ids.ts';
import type { RunState } from '../../../src/core/runs/run.ts';
import { FireSlots, type Round } from '../../../src/core/schedules/fire-slots.ts';
import { editSchedule } from '../../../src/core/schedules/schedule-steps.ts';
import { changeSchedule, type Slot } from '../../../src/core/schedules/schedule.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { MongoCatalogStore } from '../../../src/storage/stores/catalog/mongo-catalog-store.ts';
import { MongoSiteStore } from '../../../src/storage/stores/mongo-site-store.ts';
import { MongoScheduleStore } from '../../../src/storage/stores/mongo-schedule-store.ts';
import { MongoTenantStore } from '../../../src/storage/stores/tenants/mongo-tenant-store.ts';
import { cloudSource } from './cloud-site.ts';
import { lifecycleCall } from '../doors/lifecycle-call.ts';
import { testDatabase } from '../databases/test-database.ts';
import { SteppingClock } from '../clocks/stepping-clock.ts';

const MINIMUM = 1_440;

function storesIn(connection: Connection) {
  const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
  const secrets = new SecretBox(keys);
  return {
    schedules: new MongoScheduleStore(connection),
    catalog: new MongoCatalogStore(connection),
    runs: new MongoRunStore(connection, new RunCodec(runKinds, secrets)),
    sites: new MongoSiteStore(connection, secrets),
    tenants: new MongoTenantStore({ connection, secrets, keys, purges: [] }),
  };
}

export type Stores = ReturnType<typeof storesIn>;
export type NightlySite = Awaited<ReturnType<typeof nightlySite>>;
/** What the sites of a test file share. */
interface Nights {
  connection: Connection;
  stores: Stores;
}

const by = { accountId: '1', name: 'Alice' };
export const iso = (date: Date | undefined): string | undefined => date?.toISOString().slice(0, 16);
export const NOTHING = { queued: 0, skipped: 0, waited: 0, failed: 0 };
/** A round in numbers. */
export const done = ({ queued, skipped, waited, failed }: Round): typeof NOTHING => ({
  queued,
  skipped,
  waited,
  failed: failed.length,
});
const fireSlots = (clock: Clock, stores: Stores): FireSlots =>
  new FireSlots({ ...stores, clock, minimumMinutes: MINIMUM });

type Edit = { cron?: string; timeZone?: string; on?: boolean };

/** Installs a site and lists its schemas in the catalog. */
async function plantSite({ tenants, sites, catalog }: Stores, clientKey: string, names: string[]) {
  const secret = 'secret-0123456789';
  const installation = { key: clientKey, siteUrl: 'https://a.atlassian.net', secret };
  const { id: tenantId } = await tenants.install(installation, lifecycleCall());
  const source = cloudSource({ tenantId });
  await sites.save(source, 'token');
  await catalog.seen(
    source,
    names.map((name, at) => ({ schemaId: String(at), name, key: 'T', objectCount: 0 })),
  );
  const ids = (await catalog.all(tenantId, source.id)).map((schema) => schema.id);
  return { tenantId, siteId: source.id, ids, catalogId: ids[0]! };
}

/** Ends the open runs as a worker does, or as one that dies before it gives the schemas back. */
async function endRuns(
  { connection, stores: { runs, catalog } }: Nights,
  tenantId: TenantId,
  state: RunState,
  givesBack: boolean,
): Promise<void> {
  for (const run of await runs.open(tenantId)) {
    await connection
      .collection<{ _id: string }>('runs')
      .updateOne({ _id: run.id }, { $set: { state, endedAt: new Date() } });
    if (givesBack) await catalog.vacate(tenantId, run.catalogId!, run.id);
  }
}

async function nightlySite(nights: Nights, names: string[]) {
  const { connection, stores } = nights;
  const { schedules, catalog, runs } = stores;
  const clientKey = randomBytes(6).toString('hex');
  const clock = new SteppingClock();
  const { tenantId, siteId, ids, catalogId } = await plantSite(stores, clientKey, names);
  const edit = (change: Edit = {}, id = catalogId) =>
    changeSchedule(schedules, tenantId, id, (before) =>
      editSchedule(
        before,
        { tenantId, catalogId: id },
        { on: true, cron: '0 2 * * *', timeZone: 'UTC', by, ...change },
        { nowMs: clock.now(), minimumMinutes: MINIMUM },
      ),
    );
  for (const id of ids) await edit({}, id);
  const backups = new Backups({ clock, ...stores, backups: new MongoBackupStore(connection) });
  const scheduled = { kind: backupKind, trigger: 'scheduled', pageSize: 1_000 } as const;
  return {
    clientKey,
    clock,
    tenantId,
    siteId,
    catalogId,
    ids,
    edit,
    round: async () => done(await fireSlots(clock, stores).round()),
    schedule: async () => (await schedules.get(tenantId, catalogId))!,
    activeRun: async () => (await catalog.get(tenantId, catalogId)).activeRunId,
    slots: async (): Promise<Slot[]> => (await schedules.slots(tenantId, catalogId, 1, 100)).items,
    scheduledRuns: async () => (await runs.list(tenantId, scheduled)).items,
    backUp: () => backups.request(tenantId, catalogId, by),
    end: (state: RunState = 'complete', givesBack = true) =>
      endRuns(nights, tenantId, state, givesBack),
    /** As somebody does in the database. */
    change: (fields: Record<string, unknown>) =>
      connection
        .collection<{ _id: string }>('schedules')
        .updateOne({ _id: catalogId }, { $set: fields }),
    /** Nothing of it is due in another test. */
    forget: () => schedules.purge(tenantId),
  };
}

/** Stores in a database of this file's own, and how sites and replicas come into it. */
export async function nightlyRig() {
  const { connection } = await testDatabase();
  await ensureIndexes(connection);
  const stores = storesIn(connection);
  return {
    connection,
    stores,
    /**
     * A site whose schemas are backed up every night at 02:00 (UTC); its clock stands at noon
     * before.
     */
    nightlySite: (names = ['Things']) => nightlySite({ connection, stores }, names),
    /** A replica of the service, on stores that may go wrong. */
    fireSlots: (clock: Clock, use: Stores = stores) => fireSlots(clock, use),
  };
}
