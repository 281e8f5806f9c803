import type { PartShortfall } from '../../storages/records/backup-part.ts';
import type { BackgroundPart } from './background-part.ts';
import type { PartReading } from './part-reading.ts';
import type { RecordKey, RecordKind } from '../../storages/records/backup-record.ts';

interface PartKind {
  kind: RecordKind;
  /** What one record of it is called in a sentence. */
  word: string;
  /** What its count is called; without it the count is not shown. */
  title?: string | undefined;
  /** An id stands for one thing, whatever the type that it is listed under: Verify checks it. */
  hasUniqueIds?: boolean | undefined;
  /** Most backups have none: its count is shown only where there is one. */
  isRare?: boolean | undefined;
}

/**
 * Notes that a record names another one of its backup. `words` say what it is to it, else the word
 * of the kind does.
 */
export type NameRecord = (kind: RecordKind, id: string, words?: string) => void;

/**
 * Which records of the same backup the records of one kind name. Verify reports those that do not
 * exist.
 */
export interface ReferenceRule {
  of: RecordKind;
  /** The kinds that may be named. Their ids are kept in memory. */
  names: readonly RecordKind[];
  /** `body` is what was put as the record's body (JSON), hash checked. */
  find(body: unknown, name: NameRecord): void;
}

/**
 * A part of a backup: its kinds of record, how it is read, what holds between its records, how it
 * is shown. To add one, give it a folder in `parts` and a line in `parts/backup-parts.ts`.
 */
export interface PartDefinition {
  /** Stored in backups; never changes. */
  name: string;
  /** What administrators call it. */
  title: string;
  /** In the order in which they are shown. A kind belongs to one part. */
  kinds: readonly PartKind[];
  /** Where its counts stand among those of the other parts: lower ones first. */
  showAt: number;
  rules: readonly ReferenceRule[];
  /** It is read after its backup, in the background; none of the functions below is called then. */
  background?: BackgroundPart | undefined;
  /**
   * Puts its records into the writer. Parts are read one after the other, in the order of the list.
   * Absent: it is read together with another part.
   */
  read?: (reading: PartReading) => Promise<PartShortfall | void>;
  /**
   * Called when all parts were read, in the same order: puts again what may have changed meanwhile.
   * Returns what is told beside what `read` returned.
   */
  readAgain?: (reading: PartReading) => Promise<PartShortfall | void>;
  /**
   * Puts these records of it again, as far as they are still there: what the base has of them
   * turned out to be damaged. Others of it may come along. Absent: all of it is read once more.
   */
  putAgain?: (reading: PartReading, keys: readonly RecordKey[]) => Promise<void>;
}
