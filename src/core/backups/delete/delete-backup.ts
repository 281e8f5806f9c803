import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { orAbsent } from '../../kernel/errors.ts';
import type { RunId } from '../../kernel/ids.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import { NOTHING } from '../../runs/run-fields.ts';
import type { RunKind, RunOf } from '../../runs/run-kind.ts';
import type { RunLease } from '../../runs/run-lease.ts';
import { heldMeanwhile } from '../keep/assert-not-held.ts';
import { refreshBackupFacts } from '../keep/refresh-backup-facts.ts';
import { deleteBackups, type DeleteBackupsDeps } from './delete-backups.ts';
import { keepUndeleted, type KeepUndeletedDeps } from './keep-undeleted.ts';

export interface DeleteBackupDeps extends DeleteBackupsDeps, KeepUndeletedDeps {
  catalog: CatalogStore;
}

/** How many a run deletes beside its own: so many ids it holds. */
const MAX_ALONG = 1_000;

export const deleteBackupKind: RunKind<undefined, undefined, undefined> = {
  name: 'delete-backup',
  input: NOTHING,
  checkpoint: NOTHING,
  result: NOTHING,
  outlastsUninstall: true,
  shown: { title: 'backup deletion' },
};
type DeleteBackupRun = RunOf<typeof deleteBackupKind>;

/**
 * The run behind *Delete* on an available backup. In the end the backup is gone, or it is listed
 * again with the reason. Deletions of many are a run each, of which the first does the work of all:
 * the others find their backups gone.
 */
export class DeleteBackup implements RunHandler<undefined, undefined, undefined> {
  readonly kind = deleteBackupKind;
  readonly #deps: DeleteBackupDeps;

  constructor(deps: DeleteBackupDeps) {
    this.#deps = deps;
  }

  async work({ run }: RunLease<undefined, undefined, undefined>): Promise<RunOutcome<undefined>> {
    const { tenantId, backupId } = run;
    if (backupId) {
      const isDoomed = await orAbsent(this.#deps.backups.requestDelete(tenantId, backupId));
      if (isDoomed === false) throw heldMeanwhile();
      await deleteBackups(this.#deps, run, [backupId], await this.#along(run));
    }
    return { message: 'The backup was deleted.' };
  }

  /** What waits to be deleted as well goes in the same walk over the headers. */
  async #along({ id: by, tenantId, backupId }: DeleteBackupRun): Promise<RunId[]> {
    const { backups } = this.#deps;
    const backup = backupId && (await orAbsent(backups.get(tenantId, backupId)));
    return backup ? backups.doomedBeside(backup, { by, limit: MAX_ALONG }) : [];
  }

  async cleanUp({ run }: RunLease<undefined, undefined, undefined>, why: string): Promise<void> {
    if (run.backupId) await keepUndeleted(this.#deps, run, [run.backupId], why);
  }

  async settle(run: DeleteBackupRun): Promise<void> {
    if (run.catalogId) await refreshBackupFacts(this.#deps, run.tenantId, run.catalogId);
  }
}
