import type { BackupHeader } from './backup-header.ts';
import type { RecordKey, RecordKind } from './backup-record.ts';
import type { BackupWriter, RecordWriter, WriterOptions } from './backup-writer.ts';

/** A record of any kind as a storage holds it, for copying. */
export interface StoredRecord extends RecordKey {
  label: string;
  /** Of its body, under the key of its storage. */
  hash: string;
  /** Whether its body is JSON, or bytes as they came. */
  codec: 'json' | 'bytes';
}

/** Some records of a backup, in the order of storage; all up to the key `last` are given. */
export interface StoredBatch {
  records: StoredRecord[];
  last: RecordKey;
}

/** Reads a backup as it is stored, for a copy of it in another storage. */
export interface CopySource {
  /** The same in storages whose hashes are made under one key, as those of a tenant mostly are. */
  readonly hashKeyMark: string;
  header(): Promise<BackupHeader>;
  /** All records, or those behind a key, in batches. @throws Damaged */
  batches(from: { after?: RecordKey | undefined; signal: AbortSignal }): AsyncIterable<StoredBatch>;
  /** Those of these that are in the backup. @throws Damaged */
  find(keys: RecordKey[]): Promise<StoredRecord[]>;
  /** The body of a record that this source gave, as it is stored. @throws Damaged */
  bytes(record: StoredRecord): Promise<Uint8Array>;
  /**
   * A hash over keys, labels and sizes of all records, and over their hashes where these can be
   * compared: two backups with equal content have the same.
   */
  digest(of: { signal: AbortSignal; withHashes: boolean }): Promise<string>;
}

/** What opening a writer of a copy needs: the parts are those of the backup that is copied. */
export interface CopyWriterOptions extends WriterOptions {
  parts: readonly { name: string; kinds: readonly RecordKind[] }[];
}

/** Writes a copy of a backup of another storage. Nothing of it counts before `finish`. */
export interface CopyWriter extends Pick<RecordWriter, 'baseId' | 'drop' | 'checkpoint'> {
  /** Takes a record over if the base has the very same one; false: its body has to be copied. */
  reuse(record: StoredRecord): Promise<boolean>;
  copy(record: StoredRecord, body: Uint8Array): Promise<void>;
  finish: BackupWriter['finish'];
}
