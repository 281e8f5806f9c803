import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';

/** How many backups of a tenant are in a storage. */
export interface StoredCount {
  /** How many are listed. */
  listed: number;
  /** How many there are, including those in the bin and those being deleted. */
  all: number;
}

/** A backup as seen by whoever empties its storage. */
export interface BackupInStorage {
  id: RunId;
  catalogId: CatalogId;
  /** The hold, if any: it can't be deleted before that is lifted. */
  isHeld: boolean;
  /** Whether it is in the bin or being deleted. */
  isLeaving: boolean;
  /** Whether it is being deleted: no hold keeps it any more. */
  isBeingDeleted: boolean;
}

/** The backups of a tenant by storage, whatever their schema. */
export interface StoredBackups {
  /** By storage; storages without backups are left out. */
  count(tenantId: TenantId): Promise<ReadonlyMap<string, StoredCount>>;
  /** All backups in a storage, in any order. */
  inStorage(tenantId: TenantId, storageId: string): Promise<BackupInStorage[]>;
}
