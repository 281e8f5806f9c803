import type { RunHandler } from '../../../src/core/runs/run-handler.ts';
import type { Run } from '../../../src/core/runs/run.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Random } from '../../../simulator/kernel/random.ts';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
import type { BackupStore } from '../../../src/core/backups/backup-store.ts';
import { HealRuns } from '../../../src/core/use-cases/upkeep/heal-runs.ts';
import { TakeBackup } from '../../../src/core/backups/take/take-backup.ts';
import type { Storages } from '../../../src/core/storages/storages.ts';
import type {
  BackupWriter,
  WriterOptions,
} from '../../../src/core/storages/records/backup-writer.ts';
import type { Vault } from '../../../src/core/storages/vault.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { SiteAccess } from '../../../src/core/sites/access/site-access.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { systemClock } from '../../../src/clock.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { MongoCatalogStore } from '../../../src/storage/stores/catalog/mongo-catalog-store.ts';
import { MongoSiteStore } from '../../../src/storage/stores/mongo-site-store.ts';
import { randomSeed } from '../../support/random-runs.ts';
import { cloudSource } from '../../support/sites/cloud-site.ts';
import { opens } from '../../support/sites/opens.ts';
import { serviceStorages } from '../../support/backups/service-storages.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { PretendSite } from '../../support/sites/in-memory/pretend-site.ts';

const POINTS = process.env['TEST_LONG'] ? 300 : 4;
/** Some backups read everything, the others take over what did not change. */
const FULL_EVERY = 3;
const seed = randomSeed();
const random = new Random(seed);
const database = await testDatabase();
const { connection } = database;
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const secrets = new SecretBox(keys);
const runs = new MongoRunStore(connection, new RunCodec(runKinds, secrets));
const backupStore = new MongoBackupStore(connection);
const catalog = new MongoCatalogStore(connection);
const sites = new MongoSiteStore(connection, secrets);
const storages = serviceStorages(connection, keys);
const vault = storages.open(tenantId('alice'), 'service');
new MongoRunQueue(connection, new RunCodec(runKinds, secrets), systemClock, {
  leaseMs: 400,
  heartbeatMs: 50,
  marginMs: 20,
});
await ensureIndexes(connection);
const alice = tenantId('alice');
const source = cloudSource({ tenantId: alice });
await sites.save(source, 'token');
await catalog.seen(source, [{ schemaId: '1', name: 'Things', key: 'T', objectCount: 0 }]);
const things = (await catalog.all(alice, source.id))[0]!;

const NOTHING_ELSEWHERE = {
  discardLater: async () => undefined,
  leaveOwn: async () => undefined,
};

/**
 * Counts the calls that write and dies at the given one, or the one of that name, before or after
 * it was done.
 */
function crashing(
  real: Vault,
  at: number | string,
  before: boolean,
): { storages: Storages; backups: BackupStore; died: () => boolean; death: Promise<void> } {
  let calls = 0;
  let dead = false;
  const { promise: death, resolve: die } = Promise.withResolvers<void>();
  const step = async <T>(call: () => Promise<T>, name?: string): Promise<T> => {
    if (dead) return new Promise<T>(() => undefined);
    calls += 1;
    if (calls !== at && name !== at) return call();
    if (!before) await call();
    dead = true;
    die();
    return new Promise<T>(() => undefined); // hangs forever, as a killed process does
  };
  const wrapWriter = (writer: BackupWriter): BackupWriter => ({
    get baseId() {
      return writer.baseId;
    },
    put: (record) => step(() => writer.put(record)),
    drop: (key) => step(() => writer.drop(key)),
    ids: (kind) => writer.ids(kind),
    isInBase: (record) => writer.isInBase(record),
    takeOver: (keys) => writer.takeOver(keys),
    baseRecords: (kind, signal) => writer.baseRecords(kind, signal),
    baseKeys: (kind) => writer.baseKeys(kind),
    checkpoint: () => step(() => writer.checkpoint()),
    finish: (...args) => step(() => writer.finish(...args), 'finish'),
  });
  const backups = new Proxy(backupStore, {
    get(store, name: keyof BackupStore) {
      const call = store[name].bind(store) as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) => step(() => call(...args), name);
    },
  });
  const mortal: Vault = new Proxy(real, {
    get(vault, name: keyof Vault) {
      const value = vault[name];
      if (typeof value === 'string') return value;
      const call = value.bind(vault) as (...args: unknown[]) => Promise<unknown>;
      if (name === 'openWriter')
        return async (options: WriterOptions) => wrapWriter(await vault.openWriter(options));
      return name === 'tidyRun' ? (...args: unknown[]) => step(() => call(...args), name) : call;
    },
  });
  return {
    died: () => dead,
    death,
    backups,
    storages: {
      open: () => mortal,
      all: async () => [mortal],
      ...NOTHING_ELSEWHERE,
    },
  };
}

const TIMES = { leaseMs: 400, heartbeatMs: 50, marginMs: 20 };

const site = new PretendSite({ types: { '5': 60, '6': 25 }, keyset: true });
const access = new SiteAccess(sites, [opens(site)]);
const backups = new Backups({ clock: systemClock, backups: backupStore, runs, catalog, sites });

type Mortal = ReturnType<typeof crashing>;
const openQueue = (clock: Clock): MongoRunQueue =>
  new MongoRunQueue(connection, new RunCodec(runKinds, secrets), clock, TIMES);

/** Works the queued run until it ends or its worker dies. */
async function liveOnce(run: Run, { storages: mortal, backups: store, died, death }: Mortal) {
  // A dead process beats no more: its clock never lets it wake.
  const clock: Clock = {
    ...systemClock,
    sleep: (ms, signal) =>
      died()
        ? new Promise(() => undefined)
        : systemClock
            .sleep(ms, signal)
            .then(() => (died() ? new Promise<void>(() => undefined) : undefined)),
  };
  const lease = (await openQueue(clock).claim(['backup']))!;
  const handler: RunHandler = new TakeBackup({
    clock,
    runs,
    catalog,
    access,
    storages: mortal,
    backups: store,
    fullEvery: FULL_EVERY,
  });
  const life = handler
    .work(lease)
    .then((outcome) => lease.finish({ state: 'complete', ...outcome }))
    .then(async () => handler.settle?.(run))
    .catch(() => undefined);
  await Promise.race([life, death]);
}

/** A successor completes the run, then housekeeping does what is left. */
async function succeed(run: Run): Promise<void> {
  const kept = { backups: backupStore, runs, catalog, storages };
  const successors = [
    new TakeBackup({ ...kept, clock: systemClock, access, fullEvery: FULL_EVERY }),
  ];
  const successor = new Worker({
    queue: openQueue(systemClock),
    handlers: successors,
    clock: systemClock,
    log: silentLog,
    width: 1,
    patienceMs: 5_000,
  });
  successor.start();
  const deadline = Date.now() + 20_000;
  while ((await runs.get(alice, run.id)).state === 'running' && Date.now() < deadline)
    await systemClock.sleep(20);
  await successor.stop();
  await new HealRuns({ backups: backupStore, catalog, runs, handlers: successors }).round();
}

/** Takes a backup that dies at a call, and looks at what there is once it was taken over. */
async function takeDying(at: number | string, before: boolean): Promise<void> {
  const run = await backups.request(alice, things.id, { accountId: '1', name: 'Alice' });
  await liveOnce(run, crashing(vault, at, before));
  await succeed(run);
  const ended = await runs.get(alice, run.id);
  const name = `call ${at}, ${before ? 'before' : 'after'}`;
  assert.equal(ended.state, 'complete', `${name}: ${ended.message}`);
  const backup = await backupStore.get(alice, run.id);
  assert.deepEqual(backup.completedAt, ended.endedAt, name);
  assert.deepEqual(await backupStore.pending(), [], name);
  const { backups: others } = await backupStore.all(alice, things.id);
  assert.deepEqual(
    others.flatMap(({ pins }) => pins),
    [],
    name,
  );
  assert.equal((await catalog.get(alice, things.id)).activeRunId, undefined, name);
  assert.deepEqual((await vault.verify(backup, {})).damage, [], name);
  const kept: unknown[] = [];
  for await (const record of (await vault.openReader(backup)).records({
    kind: 'object',
  }))
    kept.push(record.body);
  assert.deepEqual(kept, [...site.objectsOf.values()].flat(), name);
}

test(`a backup that dies at any of ${POINTS} points is completed by a successor with the same content (seed ${seed})`, async () => {
  for (let point = 1; point <= POINTS; point += 1) {
    for (const object of site.objectsOf.get('5')!) {
      if (random.below(20) !== 0) continue;
      object.values['7'] = [{ value: `changed at ${point}` }];
      object.updated = new Date(point * 3_600_000).toISOString();
    }
    await takeDying(1 + random.below(100), random.below(2) === 0);
  }
});

for (const call of ['finish', 'prepare', 'complete', 'unpin', 'tidyRun'])
  for (const before of [true, false])
    test(`a backup whose worker dies ${before ? 'before' : 'after'} ${call} counts once its run has ended, however that came about`, async () => {
      await takeDying(call, before);
    });
