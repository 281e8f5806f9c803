import { Damaged, orAbsent, Unavailable } from '../../kernel/errors.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen } from '../../runs/run.ts';
import type { Backup } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';
import type { Storages } from '../../storages/storages.ts';
import type { Vault } from '../../storages/vault.ts';

export interface DeleteBackupsDeps {
  backups: BackupStore;
  runs: RunStore;
  storages: Storages;
}

/** A deletion that stands still half-way is tried again after this long, ms. */
const RETRY_MS = 60_000;

/**
 * Deletes backups that are off the lists already: removes what only they need from their storages,
 * then their runs, their documents last. Those that are gone are fine. Repeatable after a crash at
 * any point. @throws Unavailable `backup-in-use` while a run leans on one of them; Damaged when
 * none of them was touched
 */
export async function deleteBackups(
  deps: DeleteBackupsDeps,
  tenantId: TenantId,
  ids: RunId[],
): Promise<void> {
  const backups: Backup[] = [];
  for (const id of ids) {
    const backup = await orAbsent(deps.backups.get(tenantId, id));
    if (backup) backups.push(backup);
  }
  for (const backup of backups) await assertNotInUse(deps, backup);
  for (const [storageId, stored] of Map.groupBy(backups, (backup) => backup.storageId))
    await deleteStored(
      deps.storages.open(tenantId, storageId),
      stored.map(({ id }) => id),
    );
  const deleted = backups.map(({ id }) => id);
  await deps.runs.remove(tenantId, deleted);
  await deps.backups.remove(tenantId, deleted);
}

/**
 * Takes no notice of what a run that has ended left behind, but takes it off. @throws Unavailable
 * `backup-in-use`
 */
async function assertNotInUse(
  { backups, runs }: DeleteBackupsDeps,
  { tenantId, pins }: Backup,
): Promise<void> {
  const open = new Set((await runs.find(tenantId, pins)).filter(isOpen).map(({ id }) => id));
  for (const pin of pins) if (!open.has(pin)) await backups.unpin(tenantId, pin);
  if (open.size > 0)
    throw new Unavailable('backup-in-use', 'The backup is still in use.', {
      retryAfterMs: 0,
    });
}

/** @throws Damaged when they are still whole, Unavailable `deletion-unfinished` when not */
async function deleteStored(vault: Vault, ids: RunId[]): Promise<void> {
  try {
    await vault.deleteBackups(ids);
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
