import type { ObjectType } from '../../assets/model/definitions/object-type.ts';
import type { Schema } from '../../assets/model/definitions/schema.ts';
import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import type { Pace } from '../../assets/reading/pace.ts';
import type { ProductError } from '../../kernel/errors.ts';
import type { ProgressMeter } from '../../runs/progress-meter.ts';
import type { NotedValue, SilentObject, UnsavedObject } from '../backup.ts';
import type { NotedList } from './noted-list.ts';
import type { Definitions } from './definitions.ts';
import type { RecordWriter } from '../../storages/records/backup-writer.ts';

/** What a successor of an interrupted reading continues from. */
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

/**
 * What of a reading decides whether it, and the next one, may lean on an earlier backup. A
 * successor continues from it.
 */
export interface Leaning {
  /** Objects that had changed since the base without a new update time: all are read then. */
  silent: NotedList<SilentObject>;
  /** Of the definitions as they were read first; undefined before. */
  definitions?: string | undefined;
  /** Whether definitions changed while the objects were read. */
  isUnsteady: boolean;
}

/** The backup from which objects are taken over that did not change since. */
export interface BaseOfReading {
  /** When its reading began, and ended, ms. */
  from: number;
  to: number;
  /** The latest update time of its objects, ms; undefined where it is not known. */
  newest: number | undefined;
  /** Objects that are read whatever their update time says. */
  noted: readonly string[];
}

/** How many objects were taken over from the base, and how many of those were read anyway. */
interface TakenOver {
  objects: number;
  compared: number;
}

/** What reading the objects tells of itself. */
export interface ObjectsOutcome {
  /** Undefined where all were read. */
  takenOver?: TakenOver | undefined;
  /** The latest update time of an object, ms; undefined where it is not known. */
  newest?: number | undefined;
}

/** What a schema says of itself. */
export type TypeCounts = Pick<Schema, 'objectTypeCount' | 'objectCount'>;

/** The object types of the schema. */
export interface TypeList {
  /** As they were when they were asked for first. */
  first(counts?: TypeCounts): Promise<ObjectType[]>;
  /** If the schema counts more than are listed, the rest is looked for. */
  now(counts?: TypeCounts): Promise<ObjectType[]>;
  /** Why the site doesn't list them; undefined while it does. */
  readonly error: ProductError | undefined;
  /** What the backup lacks because of that, in sentences. */
  readonly shortfall: string | undefined;
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
  leaning: Leaning;
  /** If there is one, objects that have not changed since are taken over from it. */
  base?: BaseOfReading | undefined;
  /** What the objects depend on, once the structure was read. */
  definitions: Definitions;
  /** Attributes that values name and no list gave, each with the type under which it was put. */
  shown: Map<string, string>;
  /** Filled by the part of the objects. */
  outcome: ObjectsOutcome;
  /** From 0 up to 1, as `Math.random`. */
  random: () => number;
  /** Objects that still changed when the reading ended. */
  moving: NotedList<{ id: string; label: string }>;
  /** Whether a schema without objects is backed up anyway. */
  mayBeEmpty: boolean;
  types: TypeList;
  /** Called between pages; may write a checkpoint. */
  afterPage(objects: number): Promise<void>;
}
