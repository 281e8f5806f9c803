import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { Page } from '../kernel/page.ts';
import type { Hold } from '../catalog/hold.ts';
import type { BackupUpkeep } from './backup-upkeep.ts';
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

/** What changes about a backup when one of its parts is read in the background. */
export type PartsChange = Pick<Backup, 'parts'> &
  Partial<Pick<Backup, 'storedBytes' | 'contentBytes'>>;

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

/**
 * The backups of all tenants. A backup is inserted as pending and counts only once it is complete:
 * no other method returns a pending one. Another tenant's backup does not exist for the caller.
 */
export interface BackupStore extends BackupUpkeep {
  /**
   * Inserts what a run has sealed, to be completed when that run has succeeded. It replaces only a
   * pending one with a lower fence. Repeatable. @throws LeaseLost when a later holder of the run
   * came first
   */
  prepare(backup: PendingBackup, fence: number): Promise<void>;
  /**
   * Inserts a complete backup that was found in a storage. False if its id is taken, by whichever
   * tenant: then nothing changes.
   */
  adopt(backup: Backup): Promise<boolean>;
  /**
   * Makes a pending backup count if it was prepared under this fence; else nothing changes.
   * Repeatable.
   */
  complete(tenantId: TenantId, id: RunId, end: { fence: number; completedAt: Date }): Promise<void>;
  /** Removes a pending backup; a complete one stays. Repeatable. */
  dropPending(tenantId: TenantId, id: RunId): Promise<void>;
  /** Returns one whose deletion was requested, too. @throws NotFound */
  get(tenantId: TenantId, id: RunId): Promise<Backup>;
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
  /** @throws NotFound */
  describe(tenantId: TenantId, id: RunId, description: string): Promise<Backup>;
  /**
   * Reads a complete backup, changes its parts and writes them, and tries again if somebody else
   * wrote in between; `change` returns undefined if there is nothing to do. @throws NotFound;
   * Unavailable `backup-busy`
   */
  changeParts(
    tenantId: TenantId,
    id: RunId,
    change: (backup: Backup) => PartsChange | undefined,
  ): Promise<void>;
  /**
   * Keeps it from being deleted until `unpin`. Repeatable. @throws Conflict `backup-being-deleted`,
   * also when it is gone
   */
  pin(tenantId: TenantId, id: RunId, pin: RunId): Promise<void>;
  /** Removes a run's pin from whatever it pinned. Repeatable. */
  unpin(tenantId: TenantId, pin: RunId): Promise<void>;
  /** Removes it from the lists. Repeatable. @throws NotFound */
  requestDelete(tenantId: TenantId, id: RunId): Promise<void>;
  /** Puts it back on the lists, with the reason why it was not deleted. Repeatable. */
  keep(tenantId: TenantId, id: RunId, undeleted: NonNullable<Backup['undeleted']>): Promise<void>;
  /** Sets or lifts the hold. @throws NotFound */
  hold(tenantId: TenantId, id: RunId, hold: Hold | undefined): Promise<void>;
  /** Moves it into the bin, or out of it. Repeatable. @throws NotFound */
  bin(tenantId: TenantId, id: RunId, binned: Binned | undefined): Promise<void>;
  /** The backups of a schema in the bin, the last binned first. */
  inBin(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]>;
  /** What retention needs to know about the listed backups of a schema, by storage. */
  retainable(tenantId: TenantId, catalogId: CatalogId): Promise<Map<string, RetainedBackup[]>>;
  /** What copying needs to know about the listed backups of a schema, in any order. */
  copyable(tenantId: TenantId, catalogId: CatalogId): Promise<CopyableBackup[]>;
  /**
   * Stores the result of Verify; a sound one clears what was known to be damaged. @throws NotFound
   */
  setVerified(tenantId: TenantId, id: RunId, verified: Verified): Promise<void>;
  /**
   * Notes which parts of a backup were found damaged, and returns its schema; undefined when there
   * is no such backup. Repeatable.
   */
  noteDamage(tenantId: TenantId, id: RunId, damage: Damage): Promise<CatalogId | undefined>;
  /** The backups of a schema that are known to be damaged and not being deleted, newest first. */
  damaged(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]>;
  /** Deletes only the document; the content must be deleted before. Repeatable. */
  remove(tenantId: TenantId, id: RunId): Promise<void>;
}
