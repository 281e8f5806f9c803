import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';

/** How many backups of a tenant are in a storage. */
export interface StoredCount {
  /** That are listed. */
  listed: number;
  /** Those in the bin and those being deleted included. */
  all: number;
}

/** A backup as whoever empties its storage sees it. */
export interface BackupInStorage {
  id: RunId;
  catalogId: CatalogId;
  /** It can't be deleted before that is lifted. */
  isHeld: boolean;
  /** In the bin, or being deleted. */
  isLeaving: boolean;
}

/** The backups of a tenant by where they are, whatever their schema. */
export interface StoredBackups {
  /** By storage; those that hold none are left out. */
  count(tenantId: TenantId): Promise<ReadonlyMap<string, StoredCount>>;
  /** All that are in a storage, in any order. */
  inStorage(tenantId: TenantId, storageId: string): Promise<BackupInStorage[]>;
}
