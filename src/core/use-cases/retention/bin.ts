import type { BackupOutline } from '../../backups/backup-outline.ts';
import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { deleteBackupKind } from '../../backups/delete/delete-backup.ts';
import { assertNotHeld } from '../../backups/keep/assert-not-held.ts';
import { refreshBackupFacts } from '../../backups/keep/refresh-backup-facts.ts';
import type { CatalogSchema, CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { Conflict, InvalidInput, NotFound, orAbsent } from '../../kernel/errors.ts';
import type { CatalogId, RunId, TenantId } from '../../kernel/ids.ts';
import { isSameName } from '../../kernel/is-same-name.ts';
import type { Person } from '../../kernel/person.ts';
import { queueOnce } from '../../runs/ask-for-run.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { RETENTION_SERVICE } from './retention-service.ts';

export interface BinDeps {
  clock: Pick<Clock, 'now'>;
  backups: BackupStore;
  catalog: CatalogStore;
  runs: RunStore;
}

/** What shall leave the bin for good. */
export interface BinWish {
  tenantId: TenantId;
  catalogId: CatalogId;
  picked: readonly RunId[];
  /** The name of the schema, as it was typed. */
  typedName: string;
  by: Person;
}

const DELETED = 'This backup was deleted for good. Reload the page.';
const SAVED =
  'What you selected was taken out of the bin, or put on hold, a moment ago. Reload the page.';
/** How many deletions are queued at once; upkeep queues the others. */
const MAX_QUEUED_AT_ONCE = 20;

/** What rules or people removed, for as long as it can be taken back. */
export class Bin {
  readonly #deps: BinDeps;

  constructor(deps: BinDeps) {
    this.#deps = deps;
  }

  /** A schema, and what of it is in the bin, the last one first. @throws NotFound */
  async look(
    tenantId: TenantId,
    catalogId: CatalogId,
  ): Promise<{ schema: CatalogSchema; backups: BackupOutline[] }> {
    const schema = await this.#deps.catalog.get(tenantId, catalogId);
    return { schema, backups: await this.#deps.backups.inBin(tenantId, catalogId) };
  }

  /**
   * Deletes those that were picked for good, before their time, without those that are taken out or
   * put on hold at that moment. How many that are. @throws InvalidInput `name` | `picks`, NotFound,
   * Conflict `backup-held`
   */
  async deleteForGood({ tenantId, catalogId, picked, typedName, by }: BinWish): Promise<number> {
    const { backups, runs } = this.#deps;
    const { schema, backups: binned } = await this.look(tenantId, catalogId);
    const chosen = binned.filter(({ id }) => picked.includes(id));
    if (chosen.length === 0)
      throw new InvalidInput({ picks: 'Select at least one backup that is in the bin.' });
    if (!isSameName(typedName, schema.name))
      throw new InvalidInput({
        name: "The name doesn't match. Enter the name of the schema as shown.",
      });
    assertNotHeld(schema, chosen);
    const doomed: RunId[] = [];
    for (const { id } of chosen)
      if (await orAbsent(backups.requestDelete(tenantId, id, { fromBin: true }))) doomed.push(id);
    if (doomed.length === 0) throw new Conflict('backup-held', SAVED);
    for (const backupId of doomed.slice(0, MAX_QUEUED_AT_ONCE)) {
      const wish = { tenantId, kind: deleteBackupKind, input: undefined, backupId, catalogId };
      await queueOnce(runs, { ...wish, requestedBy: by });
    }
    return doomed.length;
  }

  /**
   * Takes a backup out of the bin. What a rule had removed is held, else it would go again.
   * @throws NotFound when it was deleted for good
   */
  async undo(tenantId: TenantId, id: RunId, by: Person): Promise<Backup> {
    const { backups, clock } = this.#deps;
    const backup = await backups.get(tenantId, id);
    if (backup.deleteRequested) throw new NotFound(DELETED);
    if (!backup.binned) return backup;
    if (backup.binned.by.accountId === RETENTION_SERVICE.accountId) {
      const reason = 'Taken out of the bin after a retention rule had removed it';
      await backups.hold(tenantId, id, { reason, by, at: new Date(clock.now()) });
    }
    if (!(await backups.bin(tenantId, id, undefined))) throw new NotFound(DELETED);
    await refreshBackupFacts(this.#deps, tenantId, backup.catalogId);
    return backup;
  }
}
