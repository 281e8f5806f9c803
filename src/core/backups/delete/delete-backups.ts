import { orAbsent } from '../../kernel/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen } from '../../runs/run.ts';
import type { Backup } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';
import type { Storages } from '../../storages/storages.ts';

export interface DeleteBackupsDeps {
  clock: Clock;
  backups: BackupStore;
  runs: RunStore;
  storages: Storages;
}
const PIN_POLL_MS = 2_000;

/**
 * Deletes backups that are off the lists already: waits until nothing leans on them, removes what
 * only they need from their storages, then their runs, their documents last. Those that are gone
 * are fine. Repeatable after a crash at any point.
 */
export async function deleteBackups(
  deps: DeleteBackupsDeps,
  tenantId: TenantId,
  ids: RunId[],
  signal: AbortSignal,
): Promise<void> {
  const backups: Backup[] = [];
  for (const id of ids) {
    const backup = await waitForPins(deps, tenantId, id, signal);
    if (backup) backups.push(backup);
  }
  for (const [storageId, stored] of Map.groupBy(backups, (backup) => backup.storageId))
    await deps.storages.open(tenantId, storageId).deleteBackups(stored.map(({ id }) => id));
  for (const { id } of backups) {
    await deps.runs.remove(tenantId, id);
    await deps.backups.remove(tenantId, id);
  }
}

/** The backup, once nothing leans on it any more; undefined when it is gone. */
async function waitForPins(
  deps: DeleteBackupsDeps,
  tenantId: TenantId,
  id: RunId,
  signal: AbortSignal,
): Promise<Backup | undefined> {
  for (;;) {
    const backup = await orAbsent(deps.backups.get(tenantId, id));
    if (!backup || !(await isPinned(deps, backup))) return backup;
    await deps.clock.sleep(PIN_POLL_MS, signal);
  }
}

/**
 * Whether a run leans on it that is still open; what one that has ended left behind is taken off.
 */
async function isPinned(
  { backups, runs }: DeleteBackupsDeps,
  { tenantId, pins }: Backup,
): Promise<boolean> {
  const open = new Set((await runs.find(tenantId, pins)).filter(isOpen).map(({ id }) => id));
  for (const pin of pins) if (!open.has(pin)) await backups.unpin(tenantId, pin);
  return open.size > 0;
}
