/** Backups that are saved at the very moment at which something deletes them for good. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { systemClock as clock } from '../../../src/clock.ts';
import type { BackupStore } from '../../../src/core/backups/backup-store.ts';
import { DeleteBackup, deleteBackupKind } from '../../../src/core/backups/delete/delete-backup.ts';
import { DeleteSchema, deleteSchemaKind } from '../../../src/core/backups/delete/delete-schema.ts';
import { ProductError, Unavailable } from '../../../src/core/kernel/errors.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { queueOnce } from '../../../src/core/runs/ask-for-run.ts';
import type { RunHandler } from '../../../src/core/runs/run-handler.ts';
import type { ClaimedRun } from '../../../src/core/runs/run-lease.ts';
import { SERVICE_STORAGE } from '../../../src/core/storages/storage.ts';
import type { Storages } from '../../../src/core/storages/storages.ts';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
import { Bin } from '../../../src/core/use-cases/retention/bin.ts';
import { Retention } from '../../../src/core/use-cases/retention/retention.ts';
import {
  RemoveStorages,
  type RemoveStoragesDeps,
} from '../../../src/core/use-cases/storages/remove-storages.ts';
import { ApplyRetention } from '../../../src/core/use-cases/upkeep/apply-retention.ts';
import { redoDeletions } from '../../../src/core/use-cases/upkeep/redo-deletions.ts';
import { MongoStoredBackups } from '../../../src/storage/stores/backups/mongo-stored-backups.ts';
import { MongoRetentionStore } from '../../../src/storage/stores/mongo-retention-store.ts';
import { copyRig } from '../../support/copies/copy-rig.ts';
import { StandingStill } from '../../support/standing-still.ts';
import { objects, STRUCTURE } from '../../support/backups/vault-user.ts';

const rig = await copyRig();
const { alice, things, backups, runs, catalog, storages, service, here } = rig;
const by = { accountId: '1', name: 'Alice' };
const rules = new MongoRetentionStore(service);
const stored = new MongoStoredBackups(service);
const deleting = { clock, backups, runs, catalog, storages };

/** As where `BIN_DAYS` is 0. */
const retentionOn = (use: BackupStore): Retention =>
  new Retention({ clock, backups: use, retention: rules, catalog, runs, binMs: 0 });
const retention = retentionOn(backups);
const binOn = (use: BackupStore): Bin => new Bin({ clock, backups: use, catalog, runs });

/** Works a run as the worker does. */
async function attempt(handler: RunHandler, lease: ClaimedRun): Promise<void> {
  try {
    await lease.finish({ state: 'complete', ...(await handler.work(lease)) });
  } catch (error) {
    assert.ok(error instanceof ProductError && !(error instanceof Unavailable), String(error));
    await handler.cleanUp?.(lease, error.message);
    const { code: errorCode, message } = error;
    await lease.finish({ state: 'failed', errorCode, message });
  }
  await handler.settle?.(lease.run);
}

/** Whatever is still to be deleted is. */
async function deleteAll(): Promise<void> {
  await redoDeletions({ clock, backups, runs });
  const handler = new DeleteBackup(deleting) as RunHandler;
  while ((await runs.open(alice)).length > 0)
    await attempt(handler, await rig.claim(clock, deleteBackupKind));
}

async function deleteSchema(use: BackupStore): Promise<void> {
  await queueOnce(runs, {
    tenantId: alice,
    kind: deleteSchemaKind,
    catalogId: things.id,
    input: undefined,
    requestedBy: by,
  });
  const dependents = { remove: async () => undefined };
  const handler = new DeleteSchema({ ...deleting, backups: use, dependents }) as RunHandler;
  await attempt(handler, await rig.claim(clock, deleteSchemaKind));
}

const emptyStorage = (use: BackupStore): Promise<number> =>
  new RemoveStorages({
    store: { list: async () => [{ ...SERVICE_STORAGE, label: 'Ours' }] },
    sites: { sources: async () => [] },
    stored,
    backups: use,
    catalog,
    runs,
  } as unknown as RemoveStoragesDeps).deleteBackups(alice, SERVICE_STORAGE.id, 'Ours');

/** A clock that leapt ahead is believed at its second reading. */
async function emptyBinsByTime(use: BackupStore): Promise<void> {
  const applying = new ApplyRetention({
    clock,
    backups: use,
    catalog: { withBackups: async () => [] },
    retention: retentionOn(use),
  });
  for (let round = 0; round < 2; round += 1) await applying.round();
}

const into = (id: RunId): Promise<boolean> =>
  backups.bin(alice, id, { at: new Date(1), by, why: 'Deleted by a person' });
const keepLast = { own: 'on', last: '1', timeZone: 'UTC' };

/** Everything that deletes a backup for good, and what takes it to where it is deleted from. */
const REMOVALS: Record<
  string,
  { isBinned?: true; remove: (use: BackupStore, id: RunId) => Promise<unknown> }
> = {
  'a rule without a bin': {
    remove: (use) => retentionOn(use).save({ tenantId: alice, catalogId: things.id, by }, keepLast),
  },
  'a person without a bin': {
    remove: (use, id) =>
      new Backups({
        clock,
        backups: use,
        runs,
        catalog,
        sites: { sources: async () => [] },
      }).requestDelete(alice, id, 'Things', by),
  },
  'the end of its days in the bin': { isBinned: true, remove: emptyBinsByTime },
  'a person who empties the bin': {
    isBinned: true,
    remove: (use, id) =>
      binOn(use).deleteForGood({
        tenantId: alice,
        catalogId: things.id,
        picked: [id],
        typedName: 'Things',
        by,
      }),
  },
  'a person who empties its storage': { remove: emptyStorage },
  'a person who deletes its schema': { remove: deleteSchema },
};

async function twoBackups(): Promise<[RunId, RunId]> {
  const first = await rig.backUp([...STRUCTURE, ...objects(5)]);
  return [first, await rig.backUp([...STRUCTURE, ...objects(6)], first)];
}

/** Removes it, but stands still before it is marked until somebody has saved it. */
async function removeWhile(
  { isBinned, remove }: (typeof REMOVALS)[string],
  id: RunId,
  save: () => Promise<unknown>,
): Promise<void> {
  if (isBinned) await into(id);
  const still = new StandingStill(1);
  const use = still.wrap<BackupStore>(backups, ['requestDelete']);
  const { stands, wake } = await still.begin(() => remove(use, id));
  assert.ok(stands, 'it did not come that far');
  await save();
  await wake().catch((error: { code?: string }) => assert.equal(error.code, 'backup-held'));
  await deleteAll();
}

afterEach(async () => {
  await catalog.hold(alice, things.id, undefined);
  const ids = (await backups.all(alice, things.id)).backups.map(({ id }) => id);
  await here.vault.deleteBackups(ids);
  await backups.remove(alice, ids);
});

for (const [what, removal] of Object.entries(REMOVALS)) {
  const saves = removal.isBinned ? 'is taken out of the bin' : 'is put on hold';
  test(`a backup that ${saves} at the moment at which it would go stays: ${what}`, async () => {
    const [id] = await twoBackups();
    await removeWhile(removal, id, () =>
      removal.isBinned
        ? binOn(backups).undo(alice, id, by)
        : retention.hold(alice, id, 'Audit', by),
    );
    const { hold, deleteRequested, binned } = await backups.get(alice, id);
    assert.deepEqual([deleteRequested, binned], [false, undefined]);
    assert.equal(hold?.reason, removal.isBinned ? undefined : 'Audit');
    assert.deepEqual(await here.damage(id), []);
  });

  test(`all of a schema stay that is put on hold at that moment: ${what}`, async () => {
    const [id, newest] = await twoBackups();
    await removeWhile(removal, id, () => retention.holdSchema(alice, things.id, 'Audit', by));
    for (const each of [id, newest]) {
      assert.equal((await backups.get(alice, each)).deleteRequested, false);
      assert.deepEqual(await here.damage(each), []);
    }
    if (!removal.isBinned)
      assert.match((await backups.get(alice, id)).undeleted?.why ?? '', /on hold: Audit/);
  });
}

test('a backup that a rule moves into the bin at the moment at which it is held is taken out again', async () => {
  const [id] = await twoBackups();
  const late = new StandingStill(1);
  const holding = retentionOn(late.wrap<BackupStore>(backups, ['hold']));
  const { stands, wake } = await late.begin(() => holding.hold(alice, id, 'Audit', by));
  assert.ok(stands);
  await into(id);
  await wake();
  const { hold, binned } = await backups.get(alice, id);
  assert.deepEqual([hold?.reason, binned], ['Audit', undefined]);
  assert.equal(await into(id), false, 'and it is not moved there any more');
});

/**
 * A run that deletes backups, and stands still before it deletes anything in their storage.
 * `isDead`: its heart does as well.
 */
async function deletionStanding({ isDead = false } = {}) {
  await redoDeletions({ clock, backups, runs });
  const still = new StandingStill(1);
  const lease = await rig.claim(isDead ? still.clock(clock) : clock, deleteBackupKind);
  const vault = still.wrap(storages.open(alice, SERVICE_STORAGE.id), ['deleteBackups']);
  const standing: Storages = Object.assign(Object.create(storages) as Storages, {
    open: () => vault,
  });
  const handler = new DeleteBackup({ ...deleting, storages: standing }) as RunHandler;
  return {
    lease,
    /** How it goes on is up to whoever wakes it. */
    begin: async (work: (handler: RunHandler, lease: ClaimedRun) => Promise<unknown>) => {
      const { stands, wake } = await still.begin(() => work(handler, lease));
      assert.ok(stands, 'it did not come that far');
      return wake;
    },
  };
}
const handler = new DeleteBackup(deleting) as RunHandler;

test('what one run is deleting is not put back by another one that fails meanwhile', async () => {
  const [first, second] = await twoBackups();
  await rig.backUp([...STRUCTURE, ...objects(7)]);
  for (const id of [first, second]) await backups.requestDelete(alice, id);
  const { lease, begin } = await deletionStanding();
  const wake = await begin(attempt);
  const later = await rig.claim(clock, deleteBackupKind);
  assert.notEqual(later.run.id, lease.run.id);
  await assert.rejects(handler.work(later), { code: 'backup-in-use' });
  await handler.cleanUp?.(later, 'It was ended.');
  for (const id of [first, second])
    assert.equal((await backups.get(alice, id)).deleteRequested, true, 'nobody lists it again');
  await wake();
  await attempt(handler, later);
  for (const id of [first, second])
    await assert.rejects(backups.get(alice, id), { code: 'not-found' });
});

test('a schema that is put on hold while a run finds out what it can delete keeps its backups', async () => {
  const [first] = await twoBackups();
  await backups.requestDelete(alice, first);
  const { begin } = await deletionStanding();
  const wake = await begin(attempt);
  await retention.holdSchema(alice, things.id, 'Audit', by);
  await wake();
  const { deleteRequested, undeleted } = await backups.get(alice, first);
  assert.equal(deleteRequested, false);
  assert.match(undeleted?.why ?? '', /on hold: Audit/);
  assert.deepEqual(await here.damage(first), []);
});

test('a worker that wakes once another one has put its backup back deletes nothing', async () => {
  const [first] = await twoBackups();
  await backups.requestDelete(alice, first);
  const { lease, begin } = await deletionStanding({ isDead: true });
  const wake = await begin((mortal, held) => mortal.work(held));
  await retention.holdSchema(alice, things.id, 'Audit', by);
  const again = await rig.claim(clock, deleteBackupKind);
  assert.deepEqual([again.run.id, again.fence], [lease.run.id, lease.fence + 1]);
  await attempt(handler, again);
  await retention.liftSchema(alice, things.id);
  await assert.rejects(wake(), { code: 'lease-lost' });
  assert.equal((await backups.get(alice, first)).deleteRequested, false);
  assert.deepEqual(await here.damage(first), []);
});

test('a schema with a backup that cannot be read is not deleted, nor are its other backups', async () => {
  const [first, second] = await twoBackups();
  const documents = service.collection<{ _id: string; parts: unknown }>('backups');
  const before = await documents.findOne({ _id: second });
  await documents.updateOne({ _id: second }, { $set: { parts: 'something else' } });
  await deleteSchema(backups);
  const [run] = (await runs.list(alice, { kind: deleteSchemaKind, page: 1 })).items;
  assert.deepEqual([run?.state, run?.errorCode], ['failed', 'damaged']);
  assert.match(run?.message ?? '', /^1 backup of this schema can't be read/);
  assert.equal((await catalog.get(alice, things.id)).id, things.id);
  assert.equal((await backups.get(alice, first)).deleteRequested, false);
  await documents.updateOne({ _id: second }, { $set: { parts: before?.parts } });
  for (const id of [first, second]) assert.deepEqual(await here.damage(id), []);
});
