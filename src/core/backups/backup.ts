import type { RecordKind } from './record.ts';

/** What a complete backup run keeps in `result`. All numbers are counts or bytes. */
export interface BackupFacts {
  formatVersion: number;
  storageId: string;
  workspaceId: string;
  siteUrl: string;
  accountId: string;
  schemaId: string;
  schemaName: string;
  schemaKey: string;
  counts: Record<RecordKind, number>;
  /** Bytes of all records before compression. */
  contentBytes: number;
  /** Bytes this backup added to the storage. */
  storedBytes: number;
  /** The backup it leaned on for unchanged records. */
  baseId?: string;
  rootHash: string;
  /** Objects that could not be saved, with the reason (the first 1,000), and how many in all. */
  unsaved: { id: string; reason: string }[];
  unsavedCount: number;
  /** Objects that still changed when the backup ended (the first 1,000). */
  moving: { id: string; label: string }[];
  movingCount: number;
}
