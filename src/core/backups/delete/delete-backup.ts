import type { CatalogStore } from '../../catalog/catalog.ts';
import type { Clock } from '../../kernel/clock.ts';
import { orAbsent } from '../../kernel/errors.ts';
import { runId, type RunId, type TenantId } from '../../kernel/ids.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import { isOpen, type Run, type RunLease, type RunStore } from '../../runs/run.ts';
import { backupFacts } from '../backup-name.ts';
import { refreshBackupFacts } from '../keep/backup-history.ts';
import type { BackupVault } from '../vault.ts';

export interface DeleteBackupDeps {
  clock: Clock;
  runs: RunStore;
  catalog: CatalogStore;
  vault: BackupVault;
}
const PIN_POLL_MS = 2_000;

/**
 * Deletes one backup that is off the list already: waits until nothing leans on it, removes what only it needs from the storage, its document
 * last. Repeatable after a crash at any point.
 */
export async function deleteBackup(
  deps: DeleteBackupDeps,
  tenantId: TenantId,
  backupId: RunId,
  signal: AbortSignal,
): Promise<void> {
  let backup = await orAbsent(deps.runs.get(tenantId, backupId));
  while (backup && (await isPinned(deps.runs, backup))) {
    await deps.clock.sleep(PIN_POLL_MS, signal);
    backup = await orAbsent(deps.runs.get(tenantId, backupId));
  }
  if (!backup) return;
  const { storageId } = backupFacts(backup);
  await deps.vault.deleteBackup(tenantId, storageId, backupId);
  await deps.runs.remove(tenantId, backupId);
}

/** Whether a run leans on it that is still open; what one that has ended left behind is taken off. */
async function isPinned(runs: RunStore, { tenantId, id, pins = [] }: Run): Promise<boolean> {
  const open = new Set(
    (await runs.find(tenantId, pins.map(runId))).filter(isOpen).map((run) => String(run.id)),
  );
  for (const pin of pins) if (!open.has(pin)) await runs.unpin(tenantId, id, pin);
  return open.size > 0;
}

/** The run behind *Delete* on an available backup. */
export class DeleteBackup implements RunHandler {
  readonly kind = 'delete-backup';
  readonly #deps: DeleteBackupDeps;

  constructor(deps: DeleteBackupDeps) {
    this.#deps = deps;
  }

  async work({ run, signal }: RunLease): Promise<RunOutcome> {
    if (run.backupId) await deleteBackup(this.#deps, run.tenantId, run.backupId, signal);
    return { message: 'The backup was deleted.' };
  }

  async settle(run: Run): Promise<void> {
    if (run.catalogId) await refreshBackupFacts(this.#deps, run.tenantId, run.catalogId);
  }
}
