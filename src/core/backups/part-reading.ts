import type { ObjectType } from '../assets/model/object-type.ts';
import type { AssetsReader } from '../assets/ports/assets-reader.ts';
import type { Pace } from '../assets/reading/pace.ts';
import type { ProgressMeter } from '../runs/progress-meter.ts';
import type { NotedValue, UnsavedObject } from './backup.ts';
import type { NotedList } from './noted-list.ts';
import type { RecordWriter } from '../storages/vault.ts';

/** What a successor of an interrupted reading goes on from. */
export interface ReadingState {
  /** Object type id → everything below this offset is read. */
  contiguous: Record<string, number>;
  /** Objects that are not in the backup. */
  unsaved: NotedList<UnsavedObject>;
  /** Values that are in the backup as they came, in a form that is not known. */
  kept: NotedList<NotedValue>;
  /** Values that are not in the backup, though their objects are. */
  lost: NotedList<NotedValue>;
}

/** What the parts of a backup share while they are read. */
export interface PartReading {
  site: AssetsReader;
  schemaId: string;
  writer: RecordWriter;
  pace: Pace;
  meter: ProgressMeter;
  /** When the run began for the first time, ms. */
  startedAtMs: number;
  state: ReadingState;
  /** Objects that still changed when the reading ended. */
  moving: NotedList<{ id: string; label: string }>;
  /** Whether a schema without objects is backed up all the same. */
  mayBeEmpty: boolean;
  /** The object types as they were when they were asked for first. */
  objectTypes(): Promise<ObjectType[]>;
  /** Called between pages; may write a checkpoint. */
  afterPage(objects: number): Promise<void>;
}
