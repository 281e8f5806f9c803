import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { Page } from '../kernel/page.ts';
import type { Backup } from './backup.ts';
import type { CopyableBackup } from './copyable-backup.ts';
import type { RetainedBackup } from './retention/plan-retention.ts';

export interface BackupFilter {
  trigger?: 'manual' | 'scheduled' | undefined;
  storageId?: string | undefined;
  /** Only those whose last Verify found no damage, and in which none was found since. */
  verifiedOnly?: boolean | undefined;
  /** By `completedAt`, inclusive. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** From 1. */
  page: number;
  pageSize: number;
}

/** When a backup was completed, and how much it added to the storage. */
export interface StoredBackup {
  at: Date;
  trigger: 'manual' | 'scheduled';
  /** Bytes. */
  storedBytes: number;
}

/** A backup as a point in time. */
export interface TimelineBackup {
  id: RunId;
  at: Date;
  trigger: 'manual' | 'scheduled';
  objects: number;
  /** Its last Verify found no damage, and none was found since. */
  isVerified: boolean;
}

/** The complete backups of a schema, as those who look at many of them need them. */
export interface BackupLists {
  /** The backups of a schema that are neither in the bin nor being deleted, newest first. */
  list(tenantId: TenantId, catalogId: CatalogId, filter: BackupFilter): Promise<Page<Backup>>;
  /** The first `most` of that list, of one storage if it is named, without their number. */
  newest(
    tenantId: TenantId,
    catalogId: CatalogId,
    most: number,
    filter?: Pick<BackupFilter, 'storageId'>,
  ): Promise<Backup[]>;
  /** How many backups of its schema precede it in a list. */
  countNewer(tenantId: TenantId, backup: Backup): Promise<number>;
  /** The backups of a schema since a moment that are not being deleted, newest first. */
  since(
    tenantId: TenantId,
    catalogId: CatalogId,
    from: Date,
    limit: number,
  ): Promise<TimelineBackup[]>;
  /** How many bytes a schema's backups added to the storage: all of them, and the newest ones. */
  stored(
    tenantId: TenantId,
    catalogId: CatalogId,
    limit: number,
  ): Promise<{ bytes: number; newest: StoredBackup[] }>;
  /** All backups of a schema, including those being deleted, in any order. */
  all(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]>;
  /** The backups of a schema in the bin, the last binned first. */
  inBin(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]>;
  /** What retention needs to know about the listed backups of a schema, by storage. */
  retainable(tenantId: TenantId, catalogId: CatalogId): Promise<Map<string, RetainedBackup[]>>;
  /** What copying needs to know about the listed backups of a schema, in any order. */
  copyable(tenantId: TenantId, catalogId: CatalogId): Promise<CopyableBackup[]>;
  /** The backups of a schema that are known to be damaged and not being deleted, newest first. */
  damaged(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]>;
}
