/** Runs that delete backups, of which one is killed at any step. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import type { BackupStore } from '../../../src/core/backups/backup-store.ts';
import { DeleteBackup, deleteBackupKind } from '../../../src/core/backups/delete/delete-backup.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { NotFound, Unavailable } from '../../../src/core/kernel/errors.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { queueOnce } from '../../../src/core/runs/ask-for-run.ts';
import type { RunLease } from '../../../src/core/runs/run-lease.ts';
import type { RunStore } from '../../../src/core/runs/run-store.ts';
import { SERVICE_STORAGE } from '../../../src/core/storages/storage.ts';
import type { Storages } from '../../../src/core/storages/storages.ts';
import { redoDeletions } from '../../../src/core/use-cases/upkeep/redo-deletions.ts';
import { copyRig } from '../../support/copies/copy-rig.ts';
import { StandingStill } from '../../support/standing-still.ts';
import { objects, STRUCTURE } from '../../support/backups/vault-user.ts';

const rig = await copyRig();
const { alice, things, backups, runs, catalog, storages, service, here } = rig;
const clock = systemClock;
/**
 * Of a run that deletes its own backup and one that waits to be deleted as well: it is taken off
 * the lists, claimed, and the other one after it; both go in the storage, then their runs, and then
 * their documents.
 */
const STEPS = 6;
/** How long a deletion sleeps that waits for another one, ms. */
const SLEEP_MS = 50;

type DeletionLease = RunLease<undefined, undefined, undefined>;

/** Asks as a person does. */
async function ask(backupId: RunId): Promise<void> {
  await backups.requestDelete(alice, backupId);
  const wish = { tenantId: alice, kind: deleteBackupKind, catalogId: things.id, input: undefined };
  await queueOnce(runs, { ...wish, backupId, requestedBy: { accountId: '1', name: 'Alice' } });
}

const claim = async (by: Clock): Promise<DeletionLease> =>
  (await rig.claim(by, deleteBackupKind)) as DeletionLease;

/** Works a run that dies before a step. */
async function die(at: number) {
  const still = new StandingStill(at);
  const lease = await claim(still.clock(clock));
  const vault = still.wrap(storages.open(alice, SERVICE_STORAGE.id), ['deleteBackups']);
  const mortal: Storages = Object.assign(Object.create(storages) as Storages, {
    open: () => vault,
  });
  const handler = new DeleteBackup({
    clock,
    catalog,
    storages: mortal,
    backups: still.wrap<BackupStore>(backups, ['requestDelete', 'claimDeletion', 'remove']),
    runs: still.wrap<RunStore>(runs, ['remove']),
  });
  const deletion = await still.begin(() => handler.work(lease));
  assert.ok(deletion.stands, 'it did not come that far');
  return deletion;
}

/** Works whatever is queued, or was left by one that died, to its end. */
async function workAll(): Promise<void> {
  const handler = new DeleteBackup({ clock, backups, runs, catalog, storages });
  while ((await runs.open(alice)).length > 0) {
    const lease = await claim(clock);
    try {
      await lease.finish({ state: 'complete', ...(await handler.work(lease)) });
      await handler.settle(lease.run);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await lease.giveBack({ code: error.code, why: error.message, ms: SLEEP_MS });
    }
  }
}

for (let step = 1; step <= STEPS; step += 1)
  test(`two deletions, of which one is killed before step ${step}: both backups are gone, the third is whole`, async () => {
    const first = await rig.backUp([...STRUCTURE, ...objects(20)]);
    const second = await rig.backUp([...STRUCTURE, ...objects(25)], first);
    const kept = await rig.backUp([...STRUCTURE, ...objects(30)], second);
    await ask(first);
    await ask(second);
    const { wake } = await die(step);
    await workAll();
    await wake();
    for (const id of [first, second]) await assert.rejects(backups.get(alice, id), NotFound);
    assert.equal((await redoDeletions({ clock, backups, runs })).done, 0, 'nothing is left to do');
    assert.deepEqual(await here.damage(kept), []);
    assert.equal((await catalog.get(alice, things.id)).backupCount, 1);
    await ask(kept);
    await workAll();
    for (const name of ['packs', 'backup_headers', 'backup_parts'])
      assert.equal(await service.collection(name).countDocuments({}), 0, name);
  });
