import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import { NOTHING } from '../../runs/run-fields.ts';
import type { RunKind, RunOf } from '../../runs/run-kind.ts';
import type { RunLease } from '../../runs/run-lease.ts';
import { refreshBackupFacts } from '../keep/refresh-backup-facts.ts';
import { deleteBackups, type DeleteBackupsDeps } from './delete-backups.ts';

export interface DeleteBackupDeps extends DeleteBackupsDeps {
  catalog: CatalogStore;
}

export const deleteBackupKind: RunKind<undefined, undefined, undefined> = {
  name: 'delete-backup',
  input: NOTHING,
  checkpoint: NOTHING,
  result: NOTHING,
  shown: { title: 'backup deletion' },
};
type DeleteBackupRun = RunOf<typeof deleteBackupKind>;

/** The run behind *Delete* on an available backup. */
export class DeleteBackup implements RunHandler<undefined, undefined, undefined> {
  readonly kind = deleteBackupKind;
  readonly #deps: DeleteBackupDeps;

  constructor(deps: DeleteBackupDeps) {
    this.#deps = deps;
  }

  async work({
    run,
    signal,
  }: RunLease<undefined, undefined, undefined>): Promise<RunOutcome<undefined>> {
    if (run.backupId) await deleteBackups(this.#deps, run.tenantId, [run.backupId], signal);
    return { message: 'The backup was deleted.' };
  }

  async settle(run: DeleteBackupRun): Promise<void> {
    if (run.catalogId) await refreshBackupFacts(this.#deps, run.tenantId, run.catalogId);
  }
}
