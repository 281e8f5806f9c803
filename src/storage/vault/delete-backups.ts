import { Damaged } from '../../core/kernel/errors.ts';
import type { RunId } from '../../core/kernel/ids.ts';
import { inBatches } from '../../core/kernel/collections/in-batches.ts';
import type { ManifestStore } from './headers/manifest-store.ts';
import { packsOfBackup } from './headers/packs-of-backup.ts';
import type { PackStore } from './packs/pack-store.ts';

/** Backups that are asked for their packs side by side. */
const READ_AT_ONCE = 8;
/** Backups that are deleted together: each write costs as much as one for a single backup. */
const DELETED_AT_ONCE = 100;

/** Deletes backups, and of their packs what no other backup needs. @throws as `Vault` says */
export async function deleteBackups(
  store: PackStore,
  manifests: ManifestStore,
  backupIds: RunId[],
  confirm: () => Promise<void> = async () => undefined,
): Promise<void> {
  await neededPacks(manifests, backupIds); // a backup that cannot be deleted is not marked
  await confirm();
  await manifests.markLeaving(backupIds);
  const needed = await neededPacks(manifests);
  for (const some of inBatches(backupIds, DELETED_AT_ONCE)) {
    const candidates = await packsOfEach(some, (id) => packsFor(store, manifests, id));
    await store.delete([...candidates].filter((pack) => !needed.has(pack)));
    await manifests.delete(some);
  }
}

/** What a backup names, and what its runs wrote. */
async function packsFor(store: PackStore, manifests: ManifestStore, id: RunId): Promise<string[]> {
  const packs = await packsOfBackup(manifests, id);
  for (const run of [id, ...(await manifests.laterWriters(id))])
    packs.push(...(await store.ofRun(run)));
  return packs;
}

/**
 * Every pack that a backup names which stays, `except` these. @throws Damaged when one of them
 * cannot tell
 */
async function neededPacks(
  manifests: ManifestStore,
  except: readonly RunId[] = [],
): Promise<Set<string>> {
  const excepted = new Set(except);
  const others = (await manifests.staying()).filter((id) => !excepted.has(id));
  return packsOfEach(others, (id) => packsNamedBy(manifests, id));
}

/** @throws Damaged when that cannot be told */
async function packsNamedBy(manifests: ManifestStore, id: RunId): Promise<string[]> {
  try {
    return (await manifests.namedPacks(id)) ?? []; // none: it was deleted meanwhile
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    // It was in the middle of its deletion.
    if (!(await manifests.staying()).includes(id)) return [];
    throw new Damaged(
      "The backup wasn't deleted because it may share data with a damaged one. Delete the damaged backup first.",
      { cause: error },
    );
  }
}

async function packsOfEach(
  ids: readonly RunId[],
  packsOf: (id: RunId) => Promise<string[]>,
): Promise<Set<string>> {
  const packs = new Set<string>();
  for (const some of inBatches(ids, READ_AT_ONCE))
    for (const found of await Promise.all(some.map(packsOf)))
      for (const pack of found) packs.add(pack);
  return packs;
}
