import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { Damaged, LeaseLost, Unavailable } from '../../kernel/errors.ts';
import type { RunId } from '../../kernel/ids.ts';
import type { Storages } from '../../storages/storages.ts';
import type { Vault } from '../../storages/vault.ts';
import type { Backup } from '../backup.ts';
import { assertNotHeld } from '../keep/assert-not-held.ts';
import {
  claimAlong,
  claimDoomed,
  findThese,
  type ClaimDoomedDeps,
  type Deletion,
} from './claim-doomed.ts';

export interface DeleteBackupsDeps extends ClaimDoomedDeps {
  catalog: Pick<CatalogStore, 'find'>;
  storages: Storages;
}

/** A deletion that stands still half-way is tried again after this long, ms. */
const RETRY_MS = 60_000;

/**
 * Deletes backups whose deletion was requested, for a run: removes what only they need from their
 * storages, then their runs, their documents last. Those that are gone or were put back are fine.
 * `along`: more of them, as far as no other run has them. Repeatable after a crash at any point.
 * @throws Unavailable `backup-in-use` while another run has one of them; Damaged, or Conflict
 * `backup-held` of a hold that was set since, when none of them was touched
 */
export async function deleteBackups(
  deps: DeleteBackupsDeps,
  run: Deletion,
  ids: readonly RunId[],
  along: readonly RunId[] = [],
): Promise<void> {
  const { tenantId } = run;
  const needed = await claimDoomed(deps, run, ids);
  const backups = [...needed, ...(await claimAlong(deps, run, along))];
  await assertNoneHeld(deps, run, backups);
  for (const [storageId, stored] of Map.groupBy(backups, (backup) => backup.storageId)) {
    const confirm = () => assertStillDoomed(deps, run, stored);
    await deleteStored(deps.storages.open(tenantId, storageId), stored, confirm);
  }
  const deleted = backups.map(({ id }) => id);
  await deps.runs.remove(tenantId, deleted);
  await deps.backups.remove(tenantId, deleted);
}

/**
 * Finding out what can be deleted takes its time, and this run may have been taken over meanwhile.
 * @throws LeaseLost when another holder of it has put one of them back; Conflict `backup-held`
 */
async function assertStillDoomed(
  deps: DeleteBackupsDeps,
  run: Deletion,
  backups: readonly Backup[],
): Promise<void> {
  const ids = backups.map(({ id }) => id);
  const found = await findThese(deps, run.tenantId, ids);
  if (found.some(({ deletedBy }) => deletedBy !== run.id)) throw new LeaseLost();
  await assertNoneHeld(deps, run, found);
}

/**
 * A schema may have been put on hold after the deletion was requested: then what is still whole
 * stays. Asked once nobody else can put the backups back. @throws Conflict `backup-held`
 */
async function assertNoneHeld(
  { catalog, storages }: DeleteBackupsDeps,
  { tenantId }: Deletion,
  backups: readonly Backup[],
): Promise<void> {
  const ids = new Set(backups.map(({ catalogId }) => catalogId));
  const held = (await catalog.find(tenantId, [...ids])).filter(({ hold }) => hold);
  for (const schema of held)
    for (const backup of backups.filter(({ catalogId }) => catalogId === schema.id)) {
      const isWhole = await storages.open(tenantId, backup.storageId).isWhole(backup.id);
      if (isWhole) assertNotHeld(schema, [backup]);
    }
}

/** @throws Damaged when they are still whole, Unavailable `deletion-unfinished` when not */
async function deleteStored(
  vault: Vault,
  backups: readonly Backup[],
  confirm: () => Promise<void>,
): Promise<void> {
  const ids = backups.map(({ id }) => id);
  try {
    await vault.deleteBackups(ids, confirm);
  } catch (error) {
    if (!(error instanceof Damaged) || (await areWhole(vault, ids))) throw error;
    throw new Unavailable('deletion-unfinished', error.message, {
      cause: error,
      retryAfterMs: RETRY_MS,
    });
  }
}

async function areWhole(vault: Vault, ids: RunId[]): Promise<boolean> {
  for (const id of ids) if (!(await vault.isWhole(id))) return false;
  return true;
}
