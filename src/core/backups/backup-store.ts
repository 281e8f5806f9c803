import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { Page } from '../kernel/page.ts';
import type { Hold } from '../catalog/hold.ts';
import type { Backup, Binned, Damage, Verified } from './backup.ts';
import type { CopyableBackup } from './copyable-backup.ts';
import type { RetainedBackup } from './retention/plan-retention.ts';

/** A backup whose content is sealed and whose run has not ended yet. */
export type PendingBackup = Omit<
  Backup,
  | 'completedAt'
  | 'description'
  | 'pins'
  | 'verified'
  | 'damage'
  | 'deleteRequested'
  | 'undeleted'
  | 'hold'
  | 'binned'
> &
  Partial<Pick<Backup, 'description' | 'verified'>>;

/** What changes of a backup when a part of it is read in the background. */
export type PartsChange = Pick<Backup, 'parts'> &
  Partial<Pick<Backup, 'storedBytes' | 'contentBytes'>>;

export interface BackupFilter {
  trigger?: 'manual' | 'scheduled' | undefined;
  storageId?: string | undefined;
  /** Those that the last Verify found sound, and nothing found damaged since. */
  verifiedOnly?: boolean | undefined;
  /** By `completedAt`, inclusive. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** From 1. */
  page: number;
  pageSize: number;
}

/** When a backup was completed, and what it added to the storage. */
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
  /** Its last Verify found it sound, and nothing was found damaged since. */
  isVerified: boolean;
}

/**
 * The backups of all tenants. A backup is put in as pending and counts only once it is complete:
 * nothing here answers a pending one. Another tenant's backup is as if it were not there.
 */
export interface BackupStore {
  /**
   * Puts in what a run has sealed, to be completed when that run has ended well. It replaces a
   * pending one of a lower fence, and of none else. Repeatable. @throws LeaseLost when a later
   * holder of the run was first
   */
  prepare(backup: PendingBackup, fence: number): Promise<void>;
  /**
   * Puts in one that was found complete in a storage. False when one stands under its id, whoever
   * it belongs to: nothing changes then.
   */
  adopt(backup: Backup): Promise<boolean>;
  /**
   * From now on it counts, if it is pending and was prepared under this fence; else nothing
   * changes. Repeatable.
   */
  complete(tenantId: TenantId, id: RunId, end: { fence: number; completedAt: Date }): Promise<void>;
  /** Forgets one that is pending; a complete one stays. Repeatable. */
  dropPending(tenantId: TenantId, id: RunId): Promise<void>;
  /**
   * Those of all tenants that are pending, each with the run that made it: that continues, or
   * nobody was left to complete or drop them.
   */
  pending(): Promise<{ tenantId: TenantId; id: RunId; run: RunId }[]>;
  /** Also one whose deletion was asked for. @throws NotFound */
  get(tenantId: TenantId, id: RunId): Promise<Backup>;
  /** Those of a schema that are not in the bin and not being deleted, newest first. */
  list(tenantId: TenantId, catalogId: CatalogId, filter: BackupFilter): Promise<Page<Backup>>;
  /** How many of its schema a list has before it. */
  countNewer(tenantId: TenantId, backup: Backup): Promise<number>;
  /** Those of a schema since a moment that are not being deleted, newest first. */
  since(
    tenantId: TenantId,
    catalogId: CatalogId,
    from: Date,
    limit: number,
  ): Promise<TimelineBackup[]>;
  /** What a schema's backups added to the storage, in bytes: all of them, and the newest ones. */
  stored(
    tenantId: TenantId,
    catalogId: CatalogId,
    limit: number,
  ): Promise<{ bytes: number; newest: StoredBackup[] }>;
  /** All of a schema, those being deleted as well, in any order. */
  all(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]>;
  /** @throws NotFound */
  describe(tenantId: TenantId, id: RunId, description: string): Promise<Backup>;
  /**
   * Reads a complete backup, changes its parts and writes them until nobody came between; `change`
   * gives undefined where there is nothing to do. @throws NotFound; Unavailable `backup-busy`
   */
  changeParts(
    tenantId: TenantId,
    id: RunId,
    change: (backup: Backup) => PartsChange | undefined,
  ): Promise<void>;
  /** Those of all tenants with a part that is going to be read, or being read. */
  beingCompleted(): Promise<Pick<Backup, 'id' | 'tenantId' | 'parts'>[]>;
  /**
   * Keeps it from being deleted until `unpin`. Repeatable. @throws Conflict `backup-being-deleted`,
   * also when it is gone
   */
  pin(tenantId: TenantId, id: RunId, pin: RunId): Promise<void>;
  /** Takes a run's pin off whatever it pinned. Repeatable. */
  unpin(tenantId: TenantId, pin: RunId): Promise<void>;
  /** Takes it off the lists. Repeatable. @throws NotFound */
  requestDelete(tenantId: TenantId, id: RunId): Promise<void>;
  /** Puts it back on the lists, with the reason why it was not deleted. Repeatable. */
  keep(tenantId: TenantId, id: RunId, undeleted: NonNullable<Backup['undeleted']>): Promise<void>;
  /** Sets or lifts the hold. @throws NotFound */
  hold(tenantId: TenantId, id: RunId, hold: Hold | undefined): Promise<void>;
  /** Puts it into the bin, or takes it out. Repeatable. @throws NotFound */
  bin(tenantId: TenantId, id: RunId, binned: Binned | undefined): Promise<void>;
  /** Those of a schema that are in the bin, the last one first. */
  inBin(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]>;
  /** Those of all tenants that were put into the bin by then. */
  binnedBefore(at: Date): Promise<Pick<Backup, 'id' | 'tenantId' | 'catalogId'>[]>;
  /** What retention must know of those of a schema that are listed, by storage. */
  retainable(tenantId: TenantId, catalogId: CatalogId): Promise<Map<string, RetainedBackup[]>>;
  /** What a copy must know of those of a schema that are listed, in any order. */
  copyable(tenantId: TenantId, catalogId: CatalogId): Promise<CopyableBackup[]>;
  /** Those of all tenants whose deletion was asked for. */
  doomed(): Promise<Pick<Backup, 'id' | 'tenantId' | 'catalogId'>[]>;
  /** One that is sound is no longer known to be damaged. @throws NotFound */
  setVerified(tenantId: TenantId, id: RunId, verified: Verified): Promise<void>;
  /**
   * Notes what of a backup was found damaged, and returns its schema; undefined when there is no
   * such backup. Repeatable.
   */
  noteDamage(tenantId: TenantId, id: RunId, damage: Damage): Promise<CatalogId | undefined>;
  /** Those of a schema that are known to be damaged and are not being deleted, newest first. */
  damaged(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]>;
  /**
   * Of all tenants the one whose id comes after this text, in their order, but for those that are
   * being deleted.
   */
  nextAfter(id: string): Promise<Backup | undefined>;
  /** The document alone: its content goes first. Repeatable. */
  remove(tenantId: TenantId, id: RunId): Promise<void>;
}
