import type { RunId } from '../kernel/ids.ts';
import type { CopySource, CopyWriter, CopyWriterOptions } from './records/copy-source.ts';
import type { BackupRef, FoundBackups } from './records/backup-header.ts';
import type {
  BackupReader,
  RecordChanges,
  VerifyProgress,
  VerifyResult,
} from './records/backup-reader.ts';
import type { RecordKind } from './records/backup-record.ts';
import type {
  BackupWriter,
  PartWriter,
  PartWriterOptions,
  StoredRun,
  WriterOptions,
} from './records/backup-writer.ts';
import type { StorageUsage } from './storage-usage.ts';

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
   * for all of them, so that a service database restored from an older copy harms none. `confirm`
   * is asked last of all before anything is touched: what it throws ends the deletion. Repeatable.
   * @throws Damaged when another backup's needs cannot be read: before anything is touched, but for
   * what an earlier attempt has begun
   */
  deleteBackups(backupIds: RunId[], confirm?: () => Promise<void>): Promise<void>;
  /**
   * The backups that are there, read from the storage alone: those whose ids come after this text,
   * up to the limit. There may be fewer although others follow: `next` alone tells.
   */
  found(after: string, limit: number): Promise<FoundBackups>;
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
   * part that it sealed anyway counts no more. Repeatable.
   */
  discardRun(run: StoredRun): Promise<void>;
  /** What is stored of the tenant right now. */
  usage(): Promise<StorageUsage>;
  /** Deletes everything, and says how much; the tenant's key may be gone by then. Repeatable. */
  purge(): Promise<StorageUsage>;
}
