import type { CatalogStore } from '../../catalog/catalog.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import type { Run, RunLease } from '../../runs/run.ts';
import { refreshBackupFacts } from '../keep/refresh-backup-facts.ts';
import { deleteBackups, type DeleteBackupsDeps } from './delete-backups.ts';

export interface DeleteBackupDeps extends DeleteBackupsDeps {
  catalog: CatalogStore;
}

/** The run behind *Delete* on an available backup. */
export class DeleteBackup implements RunHandler {
  readonly kind = 'delete-backup';
  readonly #deps: DeleteBackupDeps;

  constructor(deps: DeleteBackupDeps) {
    this.#deps = deps;
  }

  async work({ run, signal }: RunLease): Promise<RunOutcome> {
    if (run.backupId) await deleteBackups(this.#deps, run.tenantId, [run.backupId], signal);
    return { message: 'The backup was deleted.' };
  }

  async settle(run: Run): Promise<void> {
    if (run.catalogId) await refreshBackupFacts(this.#deps, run.tenantId, run.catalogId);
  }
}
