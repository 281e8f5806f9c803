import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { BackupOutline } from './backup-outline.ts';
import type { Backup } from './backup.ts';

/** Backups that were found, in whatever detail. */
export interface FoundBackups<B> {
  backups: B[];
  /** How many there are beside them that can't be read. */
  unreadable: number;
}

/** The complete backups of a schema, as those who look at many of them need them. */
export interface BackupLists {
  /** All that are not being deleted, those in the bin included, newest first: one query. */
  outlines(tenantId: TenantId, catalogId: CatalogId): Promise<FoundBackups<BackupOutline>>;
  /** The same of these, as far as they are there and can be read, in any order. */
  outlinesOf(tenantId: TenantId, ids: readonly RunId[]): Promise<BackupOutline[]>;
  /** Those of these that are there, in the order of the ids. */
  find(tenantId: TenantId, ids: readonly RunId[]): Promise<FoundBackups<Backup>>;
  /** How many objects each of these has, without those that are gone or can't be read. */
  objectCounts(tenantId: TenantId, ids: readonly RunId[]): Promise<ReadonlyMap<RunId, number>>;
  /**
   * Those of a schema that are neither in the bin nor being deleted, newest first: the first
   * `most`, of one storage if it is named.
   */
  newest(
    tenantId: TenantId,
    catalogId: CatalogId,
    most: number,
    filter?: { storageId?: string | undefined },
  ): Promise<Backup[]>;
  /** All backups of a schema, including those being deleted, in any order. */
  all(tenantId: TenantId, catalogId: CatalogId): Promise<FoundBackups<Backup>>;
  /** The backups of a schema in the bin, the last binned first. */
  inBin(tenantId: TenantId, catalogId: CatalogId): Promise<BackupOutline[]>;
}
