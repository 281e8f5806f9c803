import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { Hold } from '../catalog/hold.ts';
import type { BackupLists } from './backup-lists.ts';
import type { BackupUpkeep } from './backup-upkeep.ts';
import type { Backup, Binned, Damage, Verified } from './backup.ts';

/** A backup whose content is sealed and whose run has not ended yet. */
export type PendingBackup = Omit<
  Backup,
  | 'completedAt'
  | 'description'
  | 'pins'
  | 'verified'
  | 'damage'
  | 'deleteRequested'
  | 'deletedBy'
  | 'undeleted'
  | 'hold'
  | 'binned'
> &
  Partial<Pick<Backup, 'description' | 'verified'>>;

/** What changes about a backup when one of its parts is read in the background. */
export type PartsChange = Pick<Backup, 'parts'> &
  Partial<Pick<Backup, 'storedBytes' | 'contentBytes'>>;

/**
 * The backups of all tenants. A backup is inserted as pending and counts only once it is complete:
 * no other method returns a pending one. Another tenant's backup does not exist for the caller.
 */
export interface BackupStore extends BackupUpkeep, BackupLists {
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
  /**
   * Removes it from the lists, to be deleted for good; with `fromBin` only while it is in the bin.
   * False, and nothing changes, where it is on hold, or no longer in the bin. Repeatable. @throws
   * NotFound
   */
  requestDelete(tenantId: TenantId, id: RunId, only?: { fromBin: boolean }): Promise<boolean>;
  /**
   * Notes of those of these whose deletion was requested which run deletes them: until it releases
   * them no other does, and nothing puts them back. Left out are those on hold, and those that
   * another run has, unless it is one of `ended`. Repeatable.
   */
  claimDeletion(
    tenantId: TenantId,
    ids: readonly RunId[],
    claim: { by: RunId; ended: readonly RunId[] },
  ): Promise<void>;
  /** Those of these that this run has are nobody's. Repeatable. */
  releaseDeletion(tenantId: TenantId, ids: readonly RunId[], by: RunId): Promise<void>;
  /**
   * Puts it back on the lists, with the reason why it was not deleted; not one that a run has
   * claimed to delete it. Repeatable.
   */
  keep(tenantId: TenantId, id: RunId, undeleted: NonNullable<Backup['undeleted']>): Promise<void>;
  /** Sets or lifts the hold. @throws NotFound, also when its deletion was requested */
  hold(tenantId: TenantId, id: RunId, hold: Hold | undefined): Promise<void>;
  /**
   * Moves it into the bin, or out of it. False, and nothing changes, where its deletion was
   * requested, or it is on hold and would go into the bin. Repeatable. @throws NotFound
   */
  bin(tenantId: TenantId, id: RunId, binned: Binned | undefined): Promise<boolean>;
  /**
   * Stores the result of Verify; a sound one clears what was known to be damaged. @throws NotFound
   */
  setVerified(tenantId: TenantId, id: RunId, verified: Verified): Promise<void>;
  /**
   * Notes which parts of a backup were found damaged, and returns its schema; undefined when there
   * is no such backup. Repeatable.
   */
  noteDamage(tenantId: TenantId, id: RunId, damage: Damage): Promise<CatalogId | undefined>;
  /** Deletes only the documents; the content must be deleted before. Repeatable. */
  remove(tenantId: TenantId, ids: readonly RunId[]): Promise<void>;
}
