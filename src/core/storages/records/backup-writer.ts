import type { RunId } from '../../kernel/ids.ts';
import type { JsonValue } from '../../kernel/json/json-value.ts';
import type { BackupHeader, BackupRef, HeaderFacts } from './backup-header.ts';
import type { BackupPart, PartShortfall, PartShortfalls } from './backup-part.ts';
import type { BackupRecord, RecordKey, RecordKind } from './backup-record.ts';

/** A run that wrote into a storage, with the names of its holders. */
export interface StoredRun {
  id: RunId;
  holders: readonly string[];
}

/**
 * What opening a writer needs. `fence` and `holder` come from the run's lease: everything written
 * carries (run, fence, holder).
 */
export interface WriterOptions {
  runId: RunId;
  fence: number;
  holder: string;
  /**
   * The newest complete backup of the schema in this storage, pinned by the caller. Under another
   * format or hash key, or unreadable, it is not used.
   */
  base?: BackupRef | undefined;
  /** What `checkpoint()` returned before a crash, to continue from. */
  checkpoint?: JsonValue | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Opens a part of a backup that is there, to complete or renew it. `runId`, `fence` and `holder`
 * are those of the run that does it.
 */
export interface PartWriterOptions extends WriterOptions {
  backup: BackupRef;
  /** The name of the part. */
  part: string;
}

/** A record of the base, as a writer gives it. */
export interface BaseRecord extends BackupRecord {
  /** Keeps the record as the base has it: it counts as put. */
  takeOver(): Promise<void>;
}

/**
 * Takes records in. They may come in any order; a record put twice counts once, the later one wins.
 * Unchanged records (same hash as in the base) are not stored again. Memory is bounded: about 32
 * bytes an entry, plus packs in flight.
 * @throws LeaseLost never: whatever is written counts for nothing until the run's fenced checkpoint
 * or finish names it.
 * @throws Unavailable `database-…` when the storage does not answer, Refused `quota-full`.
 */
export interface RecordWriter {
  /** Defined when a base is in use. */
  readonly baseId: RunId | undefined;
  put(record: BackupRecord): Promise<void>;
  /** Whether the base has the very same record. */
  isInBase(record: BackupRecord): Promise<boolean>;
  /**
   * What the base has of a kind, each pack opened as few times as memory allows; nothing without a
   * base. What is damaged is left out, and nothing leans on its pack from then on.
   */
  baseRecords(kind: RecordKind, signal?: AbortSignal): AsyncIterable<BaseRecord>;
  /** The keys of the same, and of what is damaged, without opening any. */
  baseKeys(kind: RecordKind): AsyncIterable<{ type: string; id: string }>;
  /**
   * Takes over records of the base unchanged, without opening any; false, and nothing is taken
   * over, if the base doesn't have all of them.
   */
  takeOver(keys: readonly RecordKey[]): Promise<boolean>;
  /** Takes a record out again (it vanished while the backup ran). Unknown keys are fine. */
  drop(key: RecordKey): Promise<void>;
  /** Keys of one kind put so far (and not dropped). */
  ids(kind: RecordKind): AsyncIterable<{ type: string; id: string }>;
  /** Flushes and returns what a successor needs; to be stored by the run's fenced checkpoint. */
  checkpoint(): Promise<JsonValue>;
}

/** Puts records of these keys once more, as far as they are still there. */
export type PutAgain = (keys: RecordKey[]) => Promise<void>;

/** Writes one backup. */
export interface BackupWriter extends RecordWriter {
  /**
   * Writes segments, the parts and the sealed header, after checking that every referenced pack is
   * there. The backup counts once the run is finished. What was to be copied out of a pack of an
   * older backup that turns out to be damaged or missing is asked for by `putAgain`, and stored
   * again. @throws Damaged without it, or when it does not help
   */
  finish(
    header: HeaderFacts,
    shortfalls?: PartShortfalls,
    putAgain?: PutAgain,
  ): Promise<SealedBackup>;
}

/** Writes one part of a backup that already exists: all of it, what did not change included. */
export interface PartWriter extends RecordWriter {
  /**
   * Writes segments and the sealed part, which replaces an earlier one of this name from then on.
   * Nothing else of the backup is touched.
   */
  finish(shortfall?: PartShortfall): Promise<SealedPart>;
}

export interface SealedBackup {
  header: BackupHeader;
  rootHash: string;
  /** Bytes that this backup added to the storage: packs, segments, header. */
  storedBytes: number;
  /** Packs of older backups that were found damaged or missing on the way. */
  damagedPacks: string[];
  /** Why the base could not be used at all, where it is damaged. */
  baseDamage?: string | undefined;
}

export interface SealedPart {
  part: BackupPart;
  rootHash: string;
  /** Of its records before compression. */
  contentBytes: number;
  /** Bytes that this part added to the storage. */
  storedBytes: number;
}
