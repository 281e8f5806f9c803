import type { PartReaders } from '../../assets/ports/part-readers.ts';
import type { Pace } from '../../assets/reading/pace.ts';
import type { JsonValue } from '../../kernel/json/json-value.ts';
import type { ProgressMeter } from '../../runs/progress-meter.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { RecordWriter } from '../../storages/records/backup-writer.ts';

/** What an administrator can choose about a part for each backup and each schedule. */
export interface PartChoice {
  /** The label of its toggle: "History of objects". */
  label: string;
  /** Shown below it: what it costs and what it is good for. */
  help: string;
  /** Whether it is on by default. */
  isOnAtFirst: boolean;
}

/** What a part works with while it is read in the background, into a complete backup. */
export interface BackgroundReading {
  /** What the site can be asked for. A reader that this kind of site lacks is absent. */
  readers: PartReaders;
  schemaId: string;
  /** The backup that the part belongs to, which has its structure and objects. */
  backup: BackupReader;
  /**
   * The newest earlier backup that holds the part, or the backup itself if the part is read once
   * more. What has not changed since is not stored again.
   */
  base: BackupReader | undefined;
  writer: RecordWriter;
  pace: Pace;
  meter: ProgressMeter;
  /** What a successor of an interrupted reading continues from: what `save` was given last. */
  state: JsonValue | undefined;
  /**
   * Called between pages, when everything that `state` covers is in the writer; may write a
   * checkpoint. Calling it often is cheap: `state` is only evaluated when one is written.
   */
  save: (state: () => JsonValue) => Promise<void>;
}

/** Why, in a sentence, a part was not read completely. No outcome means that it was. */
export interface PartOutcome {
  /** `unavailable`: nothing of it is kept. */
  status: 'incomplete' | 'unavailable';
  message: string;
}

/** How a part is read that is read after its backup, in the background. */
export interface BackgroundPart {
  /** Absent: every backup has it. */
  choice?: PartChoice | undefined;
  /**
   * Puts the part's records into the writer. What it throws fails the part, never the backup:
   * Refused `part-unavailable` has the effect of returning `unavailable`; Unavailable with a time
   * makes the run sleep and continue.
   */
  read(reading: BackgroundReading): Promise<PartOutcome | void>;
}
