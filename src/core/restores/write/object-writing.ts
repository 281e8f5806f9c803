import type { Pace } from '../../assets/reading/pace.ts';
import type { BackupReader } from '../../storages/vault.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { ProgressMeter } from '../../runs/progress-meter.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { WriteRefused } from '../../assets/ports/write-refused.ts';
import type { AttributeTargets, ValueMaps } from '../values/map-values.ts';
import type { SnapshotObject } from '../../compare/snapshot.ts';
import type { LeftOut, RestoreLine, RestoreRoute, RestoreStore } from '../report/restore-lines.ts';
import { valueSources, type RestoreContext } from '../context/restore-context.ts';
import type { ObjectMatches } from '../objects/object-matches.ts';
import { isPlainKind } from '../../assets/model/attribute-kind.ts';
import { valueMaps } from '../values/value-maps.ts';
import { indexCaughtUp, type KnownWrite } from './index-barrier.ts';
import { LineWriter } from './line-writer.ts';
import { withoutRefused } from './refused-values.ts';
import type { SettleOptions } from './settle-unknown.ts';

/** So often an object is sent again without a value that was refused. */
const REFUSALS_MOST = 20;

export interface OriginalKey {
  attributeId: string;
  attributeName: string;
  unique: boolean;
}

export interface ObjectWritingOptions {
  /** With what the run has made of the structure; `matches.objects` is `objects`. */
  context: RestoreContext;
  /** What is there, and what this run creates. */
  objects: ObjectMatches;
  reader: BackupReader;
  target: AssetsDestination;
  restores: RestoreStore;
  route: RestoreRoute;
  /** The backup's attribute → the one of the destination. */
  attributes: AttributeTargets;
  /** The backup's object type → the one of the destination. */
  types: ReadonlyMap<string, string>;
  /** Of the backup's type: where its objects' old keys are written. */
  keyOf: (typeId: string) => OriginalKey | undefined;
  baseline: number;
  keyset: boolean;
  settleMs: number;
  clock: Clock;
  meter: ProgressMeter;
  pace: Pace;
  /** A call has written; `object`: an object. */
  onWrite: (object: boolean) => void;
  /** Called now and then; may save a checkpoint. */
  between: () => Promise<void>;
  /** Before each create. @throws LeaseLost when another worker has the run */
  stillHeld: () => Promise<void>;
}

/** What creating and updating objects share: how values are mapped, what was left out, the report's lines, and how far the search is. */
export class ObjectWriting {
  readonly options: ObjectWritingOptions;
  readonly lines: LineWriter;
  readonly maps: ValueMaps;
  /** What was left out of objects that are written a second time: their line tells of both. */
  readonly leftOut = new Map<string, LeftOut[]>();
  /** Nodes whose object could not be created: 1. */
  readonly failed: Uint8Array;
  readonly kinds: { references: Set<string>; unique: Set<string>; plain: Set<string> };
  /** The newest object of the run that is known to be written. */
  lastWrite: KnownWrite | undefined;
  readonly #typeNames: Map<string, string>;
  readonly #attributeNames: Map<string, string>;
  #done = 0;

  constructor(options: ObjectWritingOptions) {
    const { context, restores, route, clock, attributes } = options;
    const { graph, structure } = context.source;
    this.options = options;
    this.lines = new LineWriter(restores, route, clock);
    this.failed = new Uint8Array(graph.size);
    this.kinds = kindsOf(options);
    this.maps = valueMaps(valueSources(context), attributes, (node) => this.failed[node] === 1);
    this.#typeNames = new Map(structure.types.map((type) => [type.id, type.name]));
    this.#attributeNames = new Map(
      [...attributes.values()].flatMap((attribute) =>
        'id' in attribute ? [[attribute.id, attribute.name] as const] : [],
      ),
    );
  }

  nameOf(attributeId: string): string {
    return this.#attributeNames.get(attributeId) ?? attributeId;
  }

  line({ id, key, label, typeId }: SnapshotObject): Omit<RestoreLine, 'outcome'> {
    return {
      sourceId: id,
      sourceKey: key,
      label: label.slice(0, 256),
      typeName: this.#typeNames.get(typeId) ?? typeId,
    };
  }

  progress(): void {
    this.#done += 1;
    this.options.meter.set({ done: this.#done });
  }

  known(id: string, typeId: string, sentAtMs: number): KnownWrite {
    return { id, typeId: this.options.types.get(typeId)!, sentAtMs };
  }

  /** What is left of values that the site refused; undefined when the object is not to be sent again. `refusals`: how often it was before. */
  withoutRefused(
    values: Record<string, string[]>,
    error: WriteRefused,
    refusals: number,
  ): ReturnType<typeof withoutRefused> {
    return refusals < REFUSALS_MOST
      ? withoutRefused(values, error, (id) => this.nameOf(id))
      : undefined;
  }

  /** Of what was refused: attributes whose unique value somebody has, and what was left out for another reason. */
  taken({ fields }: WriteRefused, leftOut: LeftOut[]): { taken: string[]; others: LeftOut[] } {
    return this.takenOf(
      Object.keys(fields).filter((id) => this.kinds.unique.has(id)),
      leftOut,
    );
  }

  /** What an interrupted attempt has left out of this object. Returns that without the unique values that somebody had: they are tried again. */
  remember(sourceId: string, leftOut: LeftOut[]): LeftOut[] {
    const { others } = this.takenOf(this.kinds.unique, leftOut);
    this.leftOut.set(sourceId, others);
    return others;
  }

  takenOf(unique: Iterable<string>, leftOut: LeftOut[]): { taken: string[]; others: LeftOut[] } {
    const taken = [...unique];
    const names = new Set(taken.map((id) => this.#attributeNames.get(id)));
    return { taken, others: leftOut.filter(({ attribute }) => !names.has(attribute)) };
  }

  settling(): SettleOptions {
    const { target, clock, pace, settleMs, baseline, keyset, objects, onWrite } = this.options;
    return {
      target,
      clock,
      signal: pace.signal,
      settleMs,
      baseline,
      keyset,
      ...this.kinds,
      isClaimed: (id) => objects.nodeOf(id) >= 0,
      lastWrite: () => this.lastWrite,
      onWrite: () => onWrite(false),
    };
  }

  /** Resolves when the search shows what this attempt has written. */
  async searchable(): Promise<void> {
    if (this.lastWrite) await indexCaughtUp(-Infinity, this.settling());
  }
}

/** Each value that was left out, once. */
export function together(a: LeftOut[], b: LeftOut[]): LeftOut[] {
  return [
    ...a,
    ...b.filter(
      ({ attribute, value }) =>
        !a.some((each) => each.attribute === attribute && each.value === value),
    ),
  ];
}

/** The destination's attributes: those that hold references, unique values, plain values. */
function kindsOf({ context, attributes }: ObjectWritingOptions): {
  references: Set<string>;
  unique: Set<string>;
  plain: Set<string>;
} {
  const kinds = {
    references: new Set<string>(),
    unique: new Set<string>(),
    plain: new Set<string>(),
  };
  for (const attribute of context.source.structure.attributes) {
    const { id, kind } = attribute;
    const to = attributes.get(id);
    if (!to || !('id' in to)) continue;
    const there = context.matches.structure.attributes.get(id) ?? attribute;
    if (kind === 'reference') kinds.references.add(to.id);
    if (isPlainKind(kind)) kinds.plain.add(to.id);
    if (there.unique) kinds.unique.add(to.id);
  }
  return kinds;
}
