import type { CatalogStore } from '../../catalog/catalog.ts';
import type { Clock } from '../../clock.ts';
import { Conflict, orAbsent } from '../../errors.ts';
import { runId, type CatalogId, type RunId, type TenantId } from '../../ids.ts';
import type { RunHandler, RunOutcome } from '../../job/run-handler.ts';
import { isOpen, type Run, type RunLease, type RunStore } from '../../job/run.ts';
import type { ScheduleStore } from '../../schedule/schedule.ts';
import { backupFacts } from '../backup-name.ts';
import { refreshBackupFacts } from './backup-history.ts';
import type { BackupVault } from '../vault.ts';

interface Deps {
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
async function deleteBackup(
  deps: Deps,
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
  readonly #deps: Deps;

  constructor(deps: Deps) {
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

/** The run behind *Delete* on a schema that was deleted from Assets: its schedule, all its backups, then the schema itself. */
export class DeleteSchema implements RunHandler {
  readonly kind = 'delete-schema';
  readonly #deps: Deps & { schedules: ScheduleStore };

  constructor(deps: Deps & { schedules: ScheduleStore }) {
    this.#deps = deps;
  }

  async work(lease: RunLease): Promise<RunOutcome> {
    const { tenantId, catalogId } = lease.run;
    if (!catalogId) throw new Conflict('no-schema', 'This run names no schema.');
    await this.#deps.schedules.remove(tenantId, catalogId);
    const backups = await this.#backups(tenantId, catalogId);
    for (const [done, backup] of backups.entries()) {
      await lease.report({ step: 'Deleting backups', done, total: backups.length, rate: 0 });
      if (!backup.deleteRequested) await this.#deps.runs.requestDelete(tenantId, backup.id);
      await deleteBackup(this.#deps, tenantId, backup.id, lease.signal);
    }
    await this.#deps.catalog.remove(tenantId, catalogId);
    return { message: `The schema and its ${backups.length} backups were deleted.` };
  }

  async #backups(tenantId: TenantId, catalogId: CatalogId): Promise<Run[]> {
    const all: Run[] = [];
    for (let page = 1; ; page += 1) {
      const { runs } = await this.#deps.runs.list(tenantId, {
        kind: 'backup',
        catalogId,
        states: ['complete'],
        includeDeleteRequested: true,
        page,
        pageSize: 100,
      });
      all.push(...runs);
      if (runs.length < 100) return all;
    }
  }
}
