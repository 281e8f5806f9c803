import type { RunId } from '../kernel/ids.ts';
import type { JsonValue } from '../kernel/json-value.ts';
import type { Person } from '../kernel/person.ts';
import type { BackupPart, PartShortfall, PartShortfalls } from './backup-part.ts';
import type { StorageUsage } from './storage-usage.ts';
import type { BackupRecord, RecordEntry, RecordKey, RecordKind } from './backup-record.ts';

/** Facts frozen in the sealed header of a backup. */
export interface BackupHeader {
  tenantId: string;
  backupId: string;
  formatVersion: number;
  createdAt: string;
  site: {
    siteUrl: string;
    workspaceId: string;
    schemaId: string;
    schemaName: string;
    schemaKey: string;
  };
  /**
   * Of all parts together: record kind → number of records. Kinds that this version does not know
   * are among them.
   */
  counts: Record<RecordKind, number>;
  /** What each part holds. */
  parts: BackupPart[];
  contentBytes: number;
  baseId?: string | undefined;
  /** Missing in headers of earlier versions. */
  trigger?: 'manual' | 'scheduled' | undefined;
  requestedBy?: Person | undefined;
  /** Of a copy: the id of the backup that was taken, of which it is one. */
  copyOf?: string | undefined;
}

/**
 * A backup that counts: of what the storage holds under its id, the one with this root hash. A
 * storage may hold another one where the service database was restored from an older copy.
 */
export interface BackupRef {
  id: RunId;
  rootHash: string;
}

/** A backup as the storage alone tells of it, or why it tells nothing. */
export type FoundBackup =
  | { id: RunId; header: BackupHeader; rootHash: string; storedBytes: number }
  | {
      id: RunId;
      header?: undefined;
      /** In a sentence. */
      why: string;
      /** It is of a format that this version cannot read. */
      isNewer: boolean;
    };

/** Who wrote into a storage: a run, under the names of its holders. */
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
  /** What `checkpoint()` returned before a crash, to go on from. */
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

/** A record as one storage holds it, of whatever kind: what copies are made of. */
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
  /** Takes a record over where the base has the very same; false: its body has to be copied. */
  reuse(record: StoredRecord): Promise<boolean>;
  copy(record: StoredRecord, body: Uint8Array): Promise<void>;
  finish: BackupWriter['finish'];
}

/** A record of the base, as a writer gives it. */
export interface BaseRecord extends BackupRecord {
  /** The backup that is written has it as the base has it: put later, it counts as put. */
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
   * Takes records of the base over as they are there, without opening any; false, and nothing is
   * taken over, where it doesn't have all of them.
   */
  takeOver(keys: readonly RecordKey[]): Promise<boolean>;
  /** Takes a record out again (it vanished while the backup ran). Unknown keys are fine. */
  drop(key: RecordKey): Promise<void>;
  /** Keys of one kind put so far (and not dropped). */
  ids(kind: RecordKind): AsyncIterable<{ type: string; id: string }>;
  /** Flushes and returns what a successor needs; to be stored by the run's fenced checkpoint. */
  checkpoint(): Promise<JsonValue>;
}

export type HeaderFacts = Pick<
  BackupHeader,
  'tenantId' | 'backupId' | 'createdAt' | 'site' | 'trigger' | 'requestedBy' | 'copyOf'
>;

/** Puts records of these keys once more, as far as they are still there. */
export type PutAgain = (keys: RecordKey[]) => Promise<void>;

/** Writes one backup. */
export interface BackupWriter extends RecordWriter {
  /**
   * Writes segments, the parts and the sealed header, after checking that every referenced pack is
   * there. The backup counts once the run is finished. What was to be copied out of a pack of an
   * older backup that turns out to be damaged or missing is asked for by `putAgain`, and stored
   * anew. @throws Damaged without it, or when it does not help
   */
  finish(
    header: HeaderFacts,
    shortfalls?: PartShortfalls,
    putAgain?: PutAgain,
  ): Promise<SealedBackup>;
}

/** Writes one part of a backup that is there already: all of it, what did not change included. */
export interface PartWriter extends RecordWriter {
  /**
   * Writes segments and the sealed part, which takes the place of an earlier one of this name from
   * then on. Nothing else of the backup is touched.
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

export interface VerifyProgress {
  done: number;
  total: number;
}

/** Reads one complete backup. @throws Damaged naming what is damaged; Refused `newer-format` */
export interface BackupReader {
  header(): Promise<BackupHeader>;
  /** @throws NotFound */
  get(key: RecordKey): Promise<BackupRecord>;
  /**
   * Those of these that are in the backup, in the order in which they are stored: each pack is
   * opened once.
   */
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
    kind?: RecordKind;
    type?: string;
    signal?: AbortSignal;
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

/** What came of reading a backup back. `damage` names what is damaged; empty: it is sound. */
export interface VerifyResult {
  damage: string[];
  /** Packs that are damaged or missing: other backups may name them as well. */
  packs: string[];
  records: number;
  bytes: number;
}

/**
 * The backups of one tenant in one storage. Nothing here reaches those of another tenant or of
 * another storage.
 */
export interface Vault {
  readonly storageId: string;
  /** @throws Damaged when what the checkpoint names is not there any more: begin without it */
  openWriter(options: WriterOptions): Promise<BackupWriter>;
  /**
   * Opens a part of a backup that is there. Without `base` the part leans on the backup's own, if
   * it has one of this name. Until the part is sealed, the run must keep others from writing the
   * same part, and from deleting the backup. @throws Damaged, Refused `newer-format`
   */
  openPartWriter(options: PartWriterOptions): Promise<PartWriter>;
  /**
   * @throws Damaged, also when it is not there, or only another one under its id; Refused
   * `newer-format`
   */
  openReader(backup: BackupRef): Promise<BackupReader>;
  /** Opens a backup to be copied into another storage. @throws as `openReader` */
  openCopySource(backup: BackupRef): Promise<CopySource>;
  /** As `openWriter`, for a copy of a backup of another storage. */
  openCopyWriter(options: CopyWriterOptions): Promise<CopyWriter>;
  /**
   * How the records of one kind changed from one backup to a later one that leans on it. Reads
   * manifests alone. @throws Damaged, Refused `newer-format`
   */
  countChanges(
    after: BackupRef,
    before: BackupRef,
    kind: RecordKind,
    signal?: AbortSignal,
  ): Promise<RecordChanges>;
  /**
   * Reads every byte back: header, order, counts, references between records, each distinct pack
   * once.
   */
  verify(
    backup: BackupRef,
    options: { signal?: AbortSignal; onProgress?: (progress: VerifyProgress) => void },
  ): Promise<VerifyResult>;
  /**
   * What of a backup is not there, in words: its header, or packs that it names. Empty where all is
   * there; what the packs hold is not read. @throws Refused `newer-format`
   */
  missing(backup: BackupRef): Promise<string[]>;
  /**
   * Backups in this storage that name one of these packs, each with what is damaged of it, in
   * words.
   */
  backupsNaming(packs: readonly string[]): Promise<Map<RunId, string[]>>;
  /**
   * Deletes what only these backups need. What others need is read from the storage itself, once
   * for all of them, so that a service database restored from an older copy harms none. Repeatable.
   * @throws Damaged when another backup's needs cannot be read: before anything is touched, but for
   * what an earlier attempt has begun
   */
  deleteBackups(backupIds: RunId[]): Promise<void>;
  /**
   * The backups that are there, read from the storage alone: those whose ids come after this text,
   * in their order, so many at most.
   */
  found(after: string, limit: number): Promise<FoundBackup[]>;
  /** Whether it is there and its deletion has not begun. */
  isWhole(backupId: RunId): Promise<boolean>;
  /**
   * Deletes what the holders of a complete run wrote on their way and `backup` does not need:
   * spills, and what interrupted attempts left. Only after the run was finished. Repeatable. What
   * others wrote under the run's id stays: newer backups may need it, which a service database that
   * was restored from an older copy does not know.
   */
  tidyRun(run: StoredRun, backup: BackupRef): Promise<void>;
  /**
   * Deletes what the holders of a run wrote that ended without a backup, or without its part: a
   * part that it sealed all the same counts no more. Repeatable.
   */
  discardRun(run: StoredRun): Promise<void>;
  /** What is stored of the tenant just now. */
  usage(): Promise<StorageUsage>;
  /** Deletes everything; the tenant's key may be gone by then. Repeatable. */
  purge(): Promise<void>;
}
