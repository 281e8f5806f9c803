import { copyKind } from '../../backups/copy/copy-kind.ts';
import { backupKind } from '../../backups/backup-kind.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { refreshBackupFacts } from '../../backups/keep/refresh-backup-facts.ts';
import type { BackupInStorage, StoredBackups } from '../../backups/stored-backups.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { counted } from '../../kernel/counted.ts';
import { Conflict, InvalidInput, NotFound, orAbsent, ProductError } from '../../kernel/errors.ts';
import { isSameName } from '../../kernel/is-same-name.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import { isOfKind } from '../../runs/run-kind.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { connectedSources } from '../../sites/connected-sources.ts';
import type { SiteStore } from '../../sites/site.ts';
import type { BucketObjects, LockedObjects } from '../../storages/locked-objects.ts';
import type { StorageProbe } from '../../storages/storage-probe.ts';
import type { StorageUsageStore } from '../../storages/storage-usage.ts';
import type { OwnStorage, OwnStorageStore } from '../../storages/storage.ts';

export interface RemoveStoragesDeps {
  store: OwnStorageStore;
  probe: Pick<StorageProbe, 'leave'>;
  usage: Pick<StorageUsageStore, 'forget'>;
  buckets: BucketObjects;
  stored: StoredBackups;
  backups: BackupStore;
  catalog: CatalogStore;
  runs: RunStore;
  sites: Pick<SiteStore, 'sources'>;
}

/** What stands in the way of removing a storage. */
export interface StorageRemoval {
  storage: OwnStorage;
  /** New backups go there. */
  isCurrent: boolean;
  /** A backup or a copy is being written, maybe there. */
  isBusy: boolean;
  /** Backups that are listed there, of which schemas. */
  listed: number;
  schemas: { id: CatalogId; name: string; backups: number }[];
  /** Those that are on hold, listed or in the bin. */
  held: number;
  /** Backups there that are in the bin or being deleted. */
  leaving: number;
  /** Of a bucket: what stays there when it is removed, because nobody can delete it yet. */
  locked: LockedObjects | undefined;
}

/** *Remove* of a storage that a tenant brought: only what is empty goes. */
export class RemoveStorages {
  readonly #deps: RemoveStoragesDeps;

  constructor(deps: RemoveStoragesDeps) {
    this.#deps = deps;
  }

  /** @throws NotFound */
  async look(tenantId: TenantId, id: string): Promise<StorageRemoval> {
    const { store, stored, catalog, runs, sites, buckets } = this.#deps;
    const storage = (await store.list(tenantId)).find((each) => each.id === id);
    if (!storage) throw new NotFound('This storage no longer exists. Reload the page.');
    const backups = await stored.inStorage(tenantId, id);
    const listed = backups.filter(({ isLeaving }) => !isLeaving);
    const bySchema = Map.groupBy(listed, ({ catalogId }) => catalogId);
    const ids = new Set(backups.map(({ catalogId }) => catalogId));
    const schemas = await catalog.find(tenantId, [...ids]);
    const heldSchemas = new Set(schemas.filter(({ hold }) => hold).map((schema) => schema.id));
    const isHeld = (each: BackupInStorage): boolean =>
      !each.isBeingDeleted && (each.isHeld || heldSchemas.has(each.catalogId));
    const open = await runs.open(tenantId);
    const connected = await connectedSources(sites, tenantId);
    return {
      storage,
      isCurrent: connected.some(({ setup }) => setup.storageId === id),
      isBusy: open.some((run) => isOfKind(run, backupKind) || isOfKind(run, copyKind)),
      listed: listed.length,
      schemas: schemas.flatMap(({ id: of, name }) => {
        const its = bySchema.get(of);
        return its ? [{ id: of, name, backups: its.length }] : [];
      }),
      held: backups.filter(isHeld).length,
      leaving: backups.length - listed.length,
      locked: storage.kind === 'bucket' ? await buckets.locked(storage) : undefined,
    };
  }

  /**
   * Forgets a storage that holds no backup, and takes the app's mark away there; false where its
   * database could not be asked, so that the mark stays. @throws NotFound, Conflict
   * `storage-in-use` | `storage-not-empty` | `storage-changed`
   */
  async remove(tenantId: TenantId, id: string): Promise<boolean> {
    const { store, probe, usage, buckets } = this.#deps;
    const removal = await this.look(tenantId, id);
    const why = whyNot(removal);
    if (why) throw new Conflict(why.code, why.message);
    const address = await store.address(tenantId, id);
    await store.remove(removal.storage);
    await usage.forget(tenantId, id);
    if (removal.storage.kind === 'bucket') await buckets.forget(removal.storage);
    try {
      return await probe.leave(tenantId, id, address, removal.storage.origin);
    } catch (error) {
      if (error instanceof ProductError) return false;
      throw error;
    }
  }

  /**
   * Deletes all backups there for good, those in the bin as well, without those that are put on
   * hold at that moment. How many that are. @throws InvalidInput `name`, NotFound, Conflict
   * `backup-held`
   */
  async deleteBackups(tenantId: TenantId, id: string, typedName: string): Promise<number> {
    const { stored, backups } = this.#deps;
    const { storage, held, schemas } = await this.look(tenantId, id);
    if (!isSameName(typedName, storage.label))
      throw new InvalidInput({
        name: "The name doesn't match. Enter the name of the storage as shown.",
      });
    if (held > 0)
      throw new Conflict(
        'backup-held',
        `${counted(held, 'backup is', 'backups are')} on hold there. Lift the hold before you delete them.`,
      );
    let count = 0;
    for (const backup of await stored.inStorage(tenantId, id))
      if (await orAbsent(backups.requestDelete(tenantId, backup.id))) count += 1;
    for (const schema of schemas) await refreshBackupFacts(this.#deps, tenantId, schema.id);
    return count;
  }
}

/** Why a storage can't be removed right now, with what to do. Pure. */
export function whyNot(
  removal: StorageRemoval,
): { code: 'storage-in-use' | 'storage-not-empty'; message: string } | undefined {
  const { storage, isCurrent, isBusy, listed, leaving } = removal;
  if (isCurrent)
    return {
      code: 'storage-in-use',
      message: `New backups go to ${storage.label}. Use another storage for new backups first.`,
    };
  if (listed > 0)
    return {
      code: 'storage-not-empty',
      message: `${storage.label} holds ${counted(listed, 'backup')}. Copy those you want to keep to another storage, then delete them here.`,
    };
  if (leaving > 0)
    return {
      code: 'storage-not-empty',
      message: `${counted(leaving, 'backup is', 'backups are')} in the bin or being deleted in ${storage.label}. Delete those in the bin for good, or wait until they're gone.`,
    };
  if (isBusy)
    return {
      code: 'storage-in-use',
      message: 'A backup or a copy is running. Wait for it to finish, or stop it first.',
    };
  return undefined;
}
