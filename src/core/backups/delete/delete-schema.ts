import { counted } from '../../kernel/counted.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { Conflict, orAbsent } from '../../kernel/errors.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import { NOTHING } from '../../runs/run-fields.ts';
import type { RunKind } from '../../runs/run-kind.ts';
import type { RunLease } from '../../runs/run-lease.ts';
import { heldMeanwhile } from '../keep/assert-not-held.ts';
import { refreshBackupFacts } from '../keep/refresh-backup-facts.ts';
import { assertAllReadable } from './assert-all-readable.ts';
import { deleteBackups, type DeleteBackupsDeps } from './delete-backups.ts';
import { keepUndeleted, type KeepUndeletedDeps } from './keep-undeleted.ts';

/** What hangs on a schema beside its backups, and goes with it: its schedule. */
interface SchemaDependents {
  /** Repeatable. */
  remove(tenantId: TenantId, catalogId: CatalogId): Promise<void>;
}

export interface DeleteSchemaDeps extends DeleteBackupsDeps, KeepUndeletedDeps {
  catalog: CatalogStore;
  dependents: SchemaDependents;
}

export const deleteSchemaKind: RunKind<undefined, undefined, undefined> = {
  name: 'delete-schema',
  input: NOTHING,
  checkpoint: NOTHING,
  result: NOTHING,
  outlastsUninstall: true,
  shown: { title: 'schema deletion' },
};

/**
 * The run behind *Delete* on a schema that was deleted from Assets: all its backups, its schedule,
 * then the schema itself. Where that cannot be done, schema and backups are listed again with the
 * reason.
 */
export class DeleteSchema implements RunHandler<undefined, undefined, undefined> {
  readonly kind = deleteSchemaKind;
  readonly #deps: DeleteSchemaDeps;

  constructor(deps: DeleteSchemaDeps) {
    this.#deps = deps;
  }

  async work(lease: RunLease<undefined, undefined, undefined>): Promise<RunOutcome<undefined>> {
    const { tenantId, catalogId } = lease.run;
    if (!catalogId) throw new Conflict('no-schema', "This run doesn't name a schema.");
    const { backups, catalog, dependents } = this.#deps;
    const found = await backups.all(tenantId, catalogId);
    assertAllReadable(found);
    const doomed = found.backups;
    await lease.report({ step: 'Deleting backups', done: 0, total: doomed.length, rate: 0 });
    for (const { id } of doomed) {
      const isDoomed = await orAbsent(backups.requestDelete(tenantId, id));
      if (isDoomed === false) throw heldMeanwhile();
    }
    const ids = doomed.map(({ id }) => id);
    await deleteBackups(this.#deps, lease.run, ids);
    await dependents.remove(tenantId, catalogId);
    await catalog.remove(tenantId, catalogId);
    return { message: `The schema was deleted with ${counted(doomed.length, 'backup')}.` };
  }

  async cleanUp({ run }: RunLease<undefined, undefined, undefined>, why: string): Promise<void> {
    const { tenantId, catalogId } = run;
    if (!catalogId) return;
    const { backups, catalog, clock } = this.#deps;
    const left = await backups.all(tenantId, catalogId);
    const ids = left.backups.map(({ id }) => id);
    await keepUndeleted(this.#deps, run, ids, why);
    await refreshBackupFacts(this.#deps, tenantId, catalogId);
    await catalog.showAgain(tenantId, catalogId, { at: new Date(clock.now()), why });
  }
}
