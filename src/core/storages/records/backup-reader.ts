import type { BackupHeader } from './backup-header.ts';
import type { BackupRecord, RecordEntry, RecordKey, RecordKind } from './backup-record.ts';

export interface VerifyProgress {
  done: number;
  total: number;
}

/** Reads one complete backup. @throws Damaged naming what is damaged; Refused `newer-format` */
export interface BackupReader {
  header(): Promise<BackupHeader>;
  /** @throws NotFound */
  get(key: RecordKey): Promise<BackupRecord>;
  /** The ones of these that are in the backup, in storage order: each pack is opened once. */
  getMany(keys: RecordKey[]): Promise<BackupRecord[]>;
  /**
   * Entries of a kind (and type) in order, without opening bodies. `search` is a part of the label,
   * any case.
   */
  entries(filter: {
    kind: RecordKind;
    type?: string;
    search?: string;
    skip?: number;
    limit?: number;
  }): Promise<{ entries: RecordEntry[]; total: number }>;
  /** All records of a kind in order, each pack opened as few times as memory allows. */
  records(filter: {
    kind?: RecordKind | undefined;
    type?: string | undefined;
    signal?: AbortSignal | undefined;
  }): AsyncIterable<BackupRecord>;
  /** How many entries each type has, by kind. */
  countsByType(kind: RecordKind): Promise<Map<string, number>>;
}

/** How the records of a kind differ between two backups: by key, and then by content. */
export interface RecordChanges {
  added: number;
  removed: number;
  changed: number;
}

/** The outcome of reading a backup back. `damage` names what is damaged; empty: it is sound. */
export interface VerifyResult {
  damage: string[];
  /** Packs that are damaged or missing: other backups may name them as well. */
  packs: string[];
  records: number;
  bytes: number;
}
