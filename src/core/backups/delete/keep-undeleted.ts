import type { Clock } from '../../kernel/time/clock.ts';
import { orAbsent } from '../../kernel/errors.ts';
import type { RunId } from '../../kernel/ids.ts';
import { isUnreachable } from '../../storages/is-unreachable.ts';
import type { Storages } from '../../storages/storages.ts';
import type { BackupStore } from '../backup-store.ts';
import type { Deletion } from './claim-doomed.ts';

export interface KeepUndeletedDeps {
  clock: Clock;
  backups: BackupStore;
  storages: Storages;
}

/**
 * Puts backups that a run could not delete back on the lists, with the reason. One whose deletion
 * has begun in its storage is not whole any more: it stays off the lists, and is deleted later, as
 * does one that another run is deleting. Repeatable.
 */
export async function keepUndeleted(
  { clock, backups, storages }: KeepUndeletedDeps,
  { id: run, tenantId }: Deletion,
  ids: RunId[],
  why: string,
): Promise<void> {
  await backups.releaseDeletion(tenantId, ids, run);
  for (const id of ids) {
    const backup = await orAbsent(backups.get(tenantId, id));
    if (!backup?.deleteRequested) continue;
    const vault = storages.open(tenantId, backup.storageId);
    let isWhole = false;
    // Of one whose storage can't be asked nobody knows: it stays off the lists.
    await isUnreachable(async () => {
      isWhole = await vault.isWhole(id);
    });
    if (isWhole) await backups.keep(tenantId, id, { at: new Date(clock.now()), why });
  }
}
