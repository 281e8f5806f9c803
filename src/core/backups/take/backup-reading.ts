import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { ProgressMeter } from '../../runs/progress-meter.ts';
import type { PartShortfall, PartShortfalls } from '../../storages/records/backup-part.ts';
import { NotedList } from '../reading/noted-list.ts';
import type { PartDefinition } from '../reading/part-definition.ts';
import { Definitions } from '../reading/definitions.ts';
import type {
  BaseOfReading,
  Leaning,
  ObjectsOutcome,
  PartReading,
  ReadingState,
} from '../reading/part-reading.ts';
import { BACKUP_PARTS } from '../parts/backup-parts.ts';
import { ObjectTypeList } from '../parts/structure/object-type-list.ts';
import type { RecordKey } from '../../storages/records/backup-record.ts';
import type { RecordWriter } from '../../storages/records/backup-writer.ts';

export interface ReadingOptions {
  site: AssetsReader;
  schemaId: string;
  writer: RecordWriter;
  meter: ProgressMeter;
  signal: AbortSignal;
  clock: Clock;
  /** When the run began for the first time, ms. */
  startedAtMs: number;
  state: ReadingState;
  /** If there is one, objects that have not changed since are taken over from it. */
  base?: BaseOfReading | undefined;
  /** Absent: nothing is known yet. */
  leaning?: Leaning | undefined;
  /** Default: `Math.random`. */
  random?: (() => number) | undefined;
  /** Called between pages; may write a checkpoint. */
  afterPage: (objects: number) => Promise<void>;
  /** Whether a schema without objects is backed up anyway. */
  mayBeEmpty?: boolean | undefined;
  /** Default: the parts of every backup. */
  parts?: readonly PartDefinition[] | undefined;
}

/**
 * Reads a schema into a writer: every part in turn, then once more whatever may have changed
 * meanwhile.
 */
export class BackupReading {
  readonly #parts: readonly PartDefinition[];
  readonly #reading: PartReading;
  /** Objects that still changed at the end. */
  readonly moving = new NotedList<{ id: string; label: string }>();

  /** How the objects were read, as their part reports it. */
  readonly outcome: ObjectsOutcome = {};

  constructor({
    signal,
    clock,
    parts = BACKUP_PARTS,
    mayBeEmpty = false,
    ...options
  }: ReadingOptions) {
    this.#parts = parts;
    const pace = { signal, clock };
    const { leaning = { silent: new NotedList(), isUnsteady: false }, random = Math.random } =
      options;
    const { site, schemaId, writer } = options;
    this.#reading = {
      ...options,
      mayBeEmpty,
      pace,
      moving: this.moving,
      types: new ObjectTypeList({ site, schemaId, writer, pace }),
      leaning,
      random,
      definitions: new Definitions(),
      shown: new Map(),
      outcome: this.outcome,
    };
  }

  /**
   * Returns which parts could not be read completely. @throws Refused `schema-empty`, and whatever
   * AssetsReader throws
   */
  async run(): Promise<PartShortfalls> {
    const shortfalls: PartShortfalls = {};
    for (const part of this.#parts) {
      const shortfall = await part.read?.(this.#reading);
      if (shortfall) shortfalls[part.name] = shortfall;
    }
    for (const part of this.#parts) {
      const more = await part.readAgain?.(this.#reading);
      if (more) shortfalls[part.name] = joined(shortfalls[part.name], more);
    }
    return shortfalls;
  }

  /** Puts these records again, as far as they still exist. @throws whatever AssetsReader throws */
  async putAgain(keys: readonly RecordKey[]): Promise<void> {
    for (const part of this.#parts) {
      const kinds = new Set(part.kinds.map(({ kind }) => kind));
      const lost = keys.filter(({ kind }) => kinds.has(kind));
      if (lost.length === 0) continue;
      if (part.putAgain) await part.putAgain(this.#reading, lost);
      else await part.read?.(this.#reading);
    }
  }
}

const joined = (first: PartShortfall | undefined, more: PartShortfall): PartShortfall =>
  first ? { ...first, message: `${first.message} ${more.message}` } : more;
