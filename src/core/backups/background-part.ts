import type { PartReaders } from '../assets/ports/part-readers.ts';
import type { Pace } from '../assets/reading/pace.ts';
import type { JsonValue } from '../kernel/json-value.ts';
import type { ProgressMeter } from '../runs/progress-meter.ts';
import type { BackupReader } from '../storages/backup-reader.ts';
import type { RecordWriter } from '../storages/backup-writer.ts';

/** What an administrator decides about a part for each backup and each schedule. */
export interface PartChoice {
  /** Beside its toggle: "History of objects". */
  label: string;
  /** Below it: what it costs, and what it is good for. */
  help: string;
  /** Whether it is on before anybody has decided. */
  isOnAtFirst: boolean;
}

/** What a part has while it is read in the background, into a backup that is complete. */
export interface BackgroundReading {
  /** What the site can be asked for. A reader that the site's kind doesn't have is absent. */
  readers: PartReaders;
  schemaId: string;
  /** The backup that the part belongs to: its structure and objects are there. */
  backup: BackupReader;
  /**
   * The newest earlier backup that holds the part, or the backup itself where the part is read once
   * more. What is the same there is not stored again.
   */
  base: BackupReader | undefined;
  writer: RecordWriter;
  pace: Pace;
  meter: ProgressMeter;
  /** What a successor of an interrupted reading continues from: what `save` was given last. */
  state: JsonValue | undefined;
  /**
   * Called between pages, when all that `state` names is in the writer; may write a checkpoint. May
   * be called as often as one likes: `state` is asked for only then.
   */
  save: (state: () => JsonValue) => Promise<void>;
}

/** How a part ended that was not read completely, and why, in a sentence. Nothing said: it was. */
export interface PartOutcome {
  /** `unavailable`: nothing of it is kept. */
  status: 'incomplete' | 'unavailable';
  message: string;
}

/** How a part is read that is not read with its backup but afterwards, in the background. */
export interface BackgroundPart {
  /** Absent: every backup has it. */
  choice?: PartChoice | undefined;
  /**
   * Puts its records into the writer. What it throws fails the part, never the backup: Refused
   * `part-unavailable` is as if it had answered `unavailable`; Unavailable with a time makes the
   * run sleep and continue.
   */
  read(reading: BackgroundReading): Promise<PartOutcome | void>;
}
