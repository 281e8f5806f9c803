import type { Backup, Verified } from '../../core/backups/backup.ts';
import type { CatalogId, RunId, TenantId } from '../../core/kernel/ids.ts';

/** A complete run of kind `backup` as version 0.1 stored it: it was the backup. */
export interface OldBackupRun {
  _id: RunId;
  tenantId: TenantId;
  catalogId: CatalogId;
  fence: number;
  trigger: Backup['trigger'];
  requestedBy: Backup['requestedBy'];
  queuedAt: Date;
  startedAt?: Date;
  endedAt: Date;
  result: OldBackupFacts;
  description?: string;
  deleteRequested?: boolean;
  pins?: RunId[];
  verified?: Verified;
}

interface OldBackupFacts {
  formatVersion: number;
  storageId: string;
  workspaceId: string;
  siteUrl: string;
  accountId: string;
  schemaId: string;
  schemaName: string;
  schemaKey: string;
  /** By kind of record. */
  counts: Record<string, number>;
  contentBytes: number;
  storedBytes: number;
  baseId?: RunId;
  rootHash: string;
  unsaved: Backup['unsaved'];
  unsavedCount: number;
  moving: Backup['moving'];
  movingCount: number;
}
