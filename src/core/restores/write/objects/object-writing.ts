import type { AssetsObject } from '../../../assets/model/assets-object.ts';
import type { WrittenObject } from '../../../assets/ports/assets-writer.ts';
import type { SnapshotObject } from '../../../compare/snapshot.ts';
import { valueSources, type RestoreContext } from '../../context/restore-context.ts';
import type { ObjectMatches } from '../../objects/object-matches.ts';
import type { LeftOut, RestoreLine, RestoreRoute } from '../../report/restore-line.ts';
import type { OriginalKey } from '../../structure/original-key.ts';
import type { AttributeTargets, TargetAttribute, ValueMaps } from '../../values/map-values.ts';
import { mapValues } from '../../values/map-values.ts';
import { valueMaps } from '../../values/value-maps.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import { withoutAttributes } from '../refused/refused-value.ts';
import type { ValueRules, Values } from '../refused/value-ledger.ts';
import { attributeRoles, type AttributeRoles } from './settle/attribute-roles.ts';
import { awaitIndex, type KnownWrite } from './settle/index-barrier.ts';
import { LineWriter } from './line-writer.ts';
import type { SettleOptions, UnknownCreate } from './settle/settle-unknown.ts';

const MAX_LABEL_CHARACTERS = 256;

export interface ObjectWritingParts {
  attempt: RestoreAttempt;
  /** With what the run has made of the structure; `matches.objects` is `objects`. */
  context: RestoreContext;
  /** What is there, and what this run creates. */
  objects: ObjectMatches;
  route: RestoreRoute;
  /** The backup's attribute → the one of the destination. */
  attributes: AttributeTargets;
  /** The backup's object type → the one of the destination. */
  types: ReadonlyMap<string, string>;
  /** Of the backup's type. */
  keyOf: (typeId: string) => OriginalKey | undefined;
  /** Whether the site gives objects in the order of their ids. */
  keyset: boolean;
}

/** What is sent for a new object. */
export interface Payload {
  values: Values;
  leftOut: LeftOut[];
  /** Attributes that are written a second time, when what they name is there. */
  pending: string[];
}

/**
 * What creating and updating objects share: how values are mapped, what was left out, the report's
 * lines, and how far the search is.
 */
export class ObjectWriting {
  readonly parts: ObjectWritingParts;
  readonly lines: LineWriter;
  readonly maps: ValueMaps;
  readonly roles: AttributeRoles;
  readonly #leftOut = new Map<string, LeftOut[]>();
  readonly #failed: Uint8Array;
  readonly #typeNames: ReadonlyMap<string, string>;
  /** By the destination's id. */
  readonly #targets: ReadonlyMap<string, TargetAttribute>;
  readonly #blamed = new Set<string>();
  #lastWrite: KnownWrite | undefined;
  #done = 0;

  constructor(parts: ObjectWritingParts) {
    const { attempt, context, attributes, route } = parts;
    const { graph, structure } = context.source;
    this.parts = parts;
    this.lines = new LineWriter(attempt.parts.restores, route, attempt.parts.clock);
    this.roles = attributeRoles(context, attributes);
    this.maps = valueMaps(valueSources(context), attributes, (node) => this.#failed[node] === 1);
    this.#failed = new Uint8Array(graph.size);
    this.#typeNames = new Map(structure.types.map((type) => [type.id, type.name]));
    this.#targets = new Map(
      [...attributes.values()].flatMap((attribute) =>
        'id' in attribute ? [[attribute.id, attribute] as const] : [],
      ),
    );
  }

  nameOf(attributeId: string): string {
    return this.#targets.get(attributeId)?.name ?? attributeId;
  }

  /** Of the backup's type. Every type is made before objects are. */
  targetTypeOf(typeId: string): string {
    const id = this.parts.types.get(typeId);
    if (id === undefined) throw new Error(`The object type ${typeId} wasn't created.`);
    return id;
  }

  line({ id, key, label, typeId }: SnapshotObject): Omit<RestoreLine, 'outcome'> {
    return {
      sourceId: id,
      sourceKey: key,
      label: label.slice(0, MAX_LABEL_CHARACTERS),
      typeName: this.#typeNames.get(typeId) ?? typeId,
    };
  }

  /** One more object is done. */
  advance(): void {
    this.#done += 1;
    this.parts.attempt.parts.meter.set({ done: this.#done });
  }

  /** Its values, and its original key. */
  payloadOf(body: SnapshotObject): Payload {
    const { values, leftOut, later } = mapValues(body.values, this.maps);
    const key = this.parts.keyOf(body.typeId);
    return {
      values: key ? { ...values, [key.attributeId]: [body.key] } : values,
      leftOut,
      pending: later,
    };
  }

  /** A create whose answer was lost, or may have been. */
  asUnknown(
    node: number,
    body: SnapshotObject,
    { values, pending }: Pick<Payload, 'values' | 'pending'>,
  ): UnknownCreate {
    const key = this.parts.keyOf(body.typeId);
    return {
      node,
      typeId: this.targetTypeOf(body.typeId),
      values,
      open: pending,
      endedAtMs: this.parts.attempt.parts.clock.monotonicMs(),
      key: key?.unique ? { ...key, value: body.key } : undefined,
    };
  }

  /** What is known of attributes where the site refuses values of the backup's type. */
  rulesOf(typeId: string): ValueRules {
    const key = this.parts.keyOf(typeId)?.attributeId;
    return {
      nameOf: (id) => this.nameOf(id),
      isUnique: (id) => this.roles.unique.has(id),
      isRequired: (id) => id === key || this.roles.required.has(id),
      maximumOf: (id) => this.#targets.get(id)?.maximum ?? -1,
      blamed: this.#blamed,
    };
  }

  /** An object is there that this run made. */
  async recordCreated(
    node: number,
    body: SnapshotObject,
    { id, key }: WrittenObject | AssetsObject,
    { leftOut, pending }: Pick<Payload, 'leftOut' | 'pending'>,
  ): Promise<void> {
    this.parts.objects.match(node, id, true);
    if (pending.length > 0 && leftOut.length > 0) this.#leftOut.set(body.id, leftOut);
    await this.lines.add({
      ...this.line(body),
      outcome: 'created',
      targetId: id,
      targetKey: key,
      leftOut: unlessEmpty(leftOut),
    });
    this.advance();
  }

  /** An object could not be created. */
  async recordFailed(
    node: number,
    body: SnapshotObject,
    reason: string,
    leftOut: LeftOut[],
  ): Promise<void> {
    this.#failed[node] = 1;
    await this.lines.add({
      ...this.line(body),
      outcome: 'failed',
      reason,
      leftOut: unlessEmpty(leftOut),
    });
    this.advance();
  }

  /** Keeps what was left out of an object that is written a second time: its line tells of both. */
  keepLeftOut(sourceId: string, leftOut: LeftOut[]): void {
    this.#leftOut.set(sourceId, leftOut);
  }

  /** What `keepLeftOut` was given, once. */
  takeLeftOut(sourceId: string): LeftOut[] {
    const leftOut = this.#leftOut.get(sourceId) ?? [];
    this.#leftOut.delete(sourceId);
    return leftOut;
  }

  /** Without values of unique attributes, which somebody had: these are tried again. */
  withoutUnique(leftOut: LeftOut[]): LeftOut[] {
    return withoutAttributes(
      leftOut,
      [...this.roles.unique].map((id) => this.nameOf(id)),
    );
  }

  /** An object of the run that is known to be written; `typeId` is the backup's. */
  rememberWrite(id: string, typeId: string, sentAtMs: number): void {
    this.#lastWrite = { id, typeId: this.targetTypeOf(typeId), sentAtMs };
  }

  get hasWritten(): boolean {
    return this.#lastWrite !== undefined;
  }

  settling(): SettleOptions {
    const { attempt, objects, keyset } = this.parts;
    const { target, clock, settleMs } = attempt.parts;
    return {
      target,
      clock,
      signal: attempt.signal,
      settleMs,
      baseline: attempt.checkpoint.baseline,
      keyset,
      ...this.roles,
      isClaimed: (id) => objects.nodeOf(id) >= 0,
      lastWrite: () => this.#lastWrite,
      count: (call) => attempt.count(call),
    };
  }

  /** Resolves when the search shows what this attempt has written. */
  async awaitSearch(): Promise<void> {
    if (this.#lastWrite) await awaitIndex(-Infinity, this.settling());
  }
}

/** For lines: no list rather than an empty one. */
export const unlessEmpty = (leftOut: LeftOut[]): LeftOut[] | undefined =>
  leftOut.length > 0 ? leftOut : undefined;

/** Each value that was left out, once. */
export function mergeLeftOut(a: LeftOut[], b: LeftOut[]): LeftOut[] {
  const isNew = ({ attribute, value }: LeftOut): boolean =>
    !a.some((each) => each.attribute === attribute && each.value === value);
  return [...a, ...b.filter(isNew)];
}
