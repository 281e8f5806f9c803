import { Damaged } from '../../core/kernel/errors.ts';
import type { RunId } from '../../core/kernel/ids.ts';
import type { ManifestStore } from './headers/manifest-store.ts';
import { packsOfBackup } from './headers/packs-of-backup.ts';
import type { PackStore } from './packs/pack-store.ts';

/** Deletes backups, and of their packs what no other backup needs. @throws as `Vault` says */
export async function deleteBackups(
  store: PackStore,
  manifests: ManifestStore,
  backupIds: RunId[],
): Promise<void> {
  await neededPacks(manifests, backupIds); // a backup that cannot be deleted is not marked
  await manifests.markLeaving(backupIds);
  const needed = await neededPacks(manifests);
  for (const id of backupIds) {
    const candidates = new Set(await packsOfBackup(manifests, id));
    for (const run of [id, ...(await manifests.laterWriters(id))])
      for (const pack of await store.ofRun(run)) candidates.add(pack);
    await store.delete([...candidates].filter((pack) => !needed.has(pack)));
    await manifests.delete(id);
  }
}

/**
 * Every pack that a backup names which stays, `except` these. @throws Damaged when one of them
 * cannot tell
 */
async function neededPacks(
  manifests: ManifestStore,
  except: readonly RunId[] = [],
): Promise<Set<string>> {
  const needed = new Set<string>();
  for (const id of await manifests.staying()) {
    if (except.includes(id)) continue;
    try {
      const named = await manifests.namedPacks(id); // null: that one was deleted meanwhile
      named?.forEach((pack) => needed.add(pack));
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      // It was in the middle of its deletion.
      if (!(await manifests.staying()).includes(id)) continue;
      throw new Damaged(
        "The backup wasn't deleted because it may share data with a damaged one. Delete the damaged backup first.",
        { cause: error },
      );
    }
  }
  return needed;
}
