import { Conflict } from '../../kernel/errors.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import type { Run, RunLease } from '../../runs/run.ts';
import { deleteBackup, type DeleteBackupDeps } from './delete-backup.ts';

/** What hangs on a schema beside its backups, and goes with it: its schedule. */
export interface SchemaDependents {
  /** Repeatable. */
  remove(tenantId: TenantId, catalogId: CatalogId): Promise<void>;
}

export interface DeleteSchemaDeps extends DeleteBackupDeps {
  dependents: SchemaDependents;
}

/** The run behind *Delete* on a schema that was deleted from Assets: its schedule, all its backups, then the schema itself. */
export class DeleteSchema implements RunHandler {
  readonly kind = 'delete-schema';
  readonly #deps: DeleteSchemaDeps;

  constructor(deps: DeleteSchemaDeps) {
    this.#deps = deps;
  }

  async work(lease: RunLease): Promise<RunOutcome> {
    const { tenantId, catalogId } = lease.run;
    if (!catalogId) throw new Conflict('no-schema', 'This run names no schema.');
    await this.#deps.dependents.remove(tenantId, catalogId);
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
      const { items } = await this.#deps.runs.list(tenantId, {
        kind: 'backup',
        catalogId,
        states: ['complete'],
        includeDeleteRequested: true,
        page,
        pageSize: 100,
      });
      all.push(...items);
      if (items.length < 100) return all;
    }
  }
}
