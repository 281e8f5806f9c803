import type { RunId, TenantId } from '../kernel/ids.ts';
import type { Backup } from './backup.ts';

/** What upkeep asks about the backups of all tenants at once. */
export interface BackupUpkeep {
  /**
   * The pending backups of all tenants, each with the run that made it: either the run is still
   * going, or it died before completing or dropping them.
   */
  pending(): Promise<{ tenantId: TenantId; id: RunId; run: RunId }[]>;
  /** The runs of all tenants that keep backups from being deleted, each once. */
  pinning(): Promise<{ tenantId: TenantId; run: RunId }[]>;
  /** The backups of all tenants with a part that is queued or being read. */
  beingCompleted(): Promise<Pick<Backup, 'id' | 'tenantId' | 'parts'>[]>;
  /** The backups of all tenants that were binned before this time, but for those on hold. */
  binnedBefore(at: Date): Promise<Pick<Backup, 'id' | 'tenantId' | 'catalogId'>[]>;
  /** The backups of all tenants whose deletion was requested. */
  doomed(): Promise<Pick<Backup, 'id' | 'tenantId' | 'catalogId'>[]>;
  /**
   * Others of its schema in its storage whose deletion was requested, `limit` at most: those that
   * no run has pinned, and none but this one has claimed.
   */
  doomedBeside(backup: Backup, of: { by: RunId; limit: number }): Promise<RunId[]>;
  /**
   * The backup of any tenant whose id is the next after this text; those being deleted are skipped.
   */
  nextAfter(id: string): Promise<Backup | undefined>;
}
