import { compareObjectIds } from '../../assets/model/compare-object-ids.ts';
import type { AttributeValue } from '../../assets/model/attribute-value.ts';
import { readObjects } from '../../assets/reading/read-objects.ts';
import { writtenForm } from '../../compare/compare-values.ts';
import { objectOf } from '../../compare/object-of.ts';
import type { SnapshotObject } from '../../compare/snapshot.ts';
import type { ObjectMatches } from '../objects/object-matches.ts';
import { adaptationOf } from '../values/attribute-targets.ts';
import { mapOne, type TargetAttribute, type ValueMaps } from '../values/map-values.ts';
import { valueMaps } from '../values/value-maps.ts';
import { objectCounts, type Census } from './census.ts';
import type { ContextRequest, InterruptedAttempt } from './context-request.ts';
import type { ReadStructure } from './resolve-names.ts';
import type { RestoreMatches } from './restore-matches.ts';

/** Objects of the backup that are read and matched together. */
const BATCH_SIZE = 500;

/** What values name, as it was found on the destination; not yet as the administrator chose. */
export type FoundNames = Pick<RestoreMatches, 'names' | 'unresolved'>;

interface Parts {
  read: ReadStructure;
  found: FoundNames;
  census: Census;
  request: ContextRequest;
  /** What is matched by other means; filled. */
  matches: ObjectMatches;
}

/** An attribute that is unique in the backup and on the destination, as it is there. */
type UniqueAttribute = Pick<TargetAttribute, 'id' | 'adapt'>;

/**
 * Matches objects by values of attributes that are unique in the backup and on the destination.
 */
export function matchUniqueValues(parts: Parts): Promise<void> {
  return new UniqueMatcher(parts).match();
}

class UniqueMatcher {
  readonly #parts: Parts;
  readonly #maps: ValueMaps;
  /** The backup's attribute → the one of the destination. */
  readonly #unique: ReadonlyMap<string, UniqueAttribute>;

  constructor(parts: Parts) {
    const { read, found, matches } = parts;
    const { graph, structure } = read.source;
    const { isSameSite } = read.schema;
    this.#parts = parts;
    this.#maps = valueMaps({ graph, structure, ...found, objects: matches, isSameSite }, new Map());
    this.#unique = uniqueAttributes(read);
  }

  async match(): Promise<void> {
    if (this.#unique.size === 0) return;
    const unmatched = this.#unmatchedByType();
    const owners = await this.#ownersOfValues(new Set(unmatched.keys()));
    if (owners.size === 0) return;
    for (const [typeId, nodes] of unmatched)
      for (let from = 0; from < nodes.length; from += BATCH_SIZE)
        for (const body of await this.#bodies(typeId, nodes.slice(from, from + BATCH_SIZE)))
          this.#matchOwner(body, owners);
  }

  #matchOwner({ id, typeId, values }: SnapshotObject, owners: ReadonlyMap<string, string>): void {
    const { read, request, matches } = this.#parts;
    const thereId = read.structure.types.get(typeId)?.id ?? '';
    const ownerOf = (to: UniqueAttribute, value: AttributeValue): string | undefined => {
      const there = this.#valueThere(to, value);
      return there === undefined ? undefined : owners.get(valueMark(thereId, to.id, there));
    };
    const owner = [...this.#unique]
      .flatMap(([from, to]) => (values[from] ?? []).map((value) => ownerOf(to, value)))
      .find((each) => each !== undefined);
    if (owner !== undefined && !mayBeOwn(request.interrupted, id, owner))
      matches.match(read.source.graph.nodeOf(id), owner);
  }

  /**
   * A value of the backup as the destination has it: an ID that means one thing here may mean
   * another there, and names may have changed on their way. Undefined where nothing is known to be
   * the same.
   */
  #valueThere({ adapt }: UniqueAttribute, value: AttributeValue): string | undefined {
    if (adapt && 'value' in value) return adapt(value.value);
    const target = mapOne(value, this.#maps);
    if (target === 'later') return undefined;
    if ('id' in target) return target.id;
    // A site keeps its own IDs, also those of people who have left.
    return this.#parts.read.schema.isSameSite && !('object' in value)
      ? writtenForm(value)
      : undefined;
  }

  /** Nodes by the backup's type, of types that are there. */
  #unmatchedByType(): Map<string, number[]> {
    const { read, matches } = this.#parts;
    const { graph } = read.source;
    const nodes: number[] = [];
    for (let node = 0; node < graph.size; node += 1)
      if (!matches.has(node) && read.structure.types.has(graph.typeOf(node))) nodes.push(node);
    return Map.groupBy(nodes, (node) => graph.typeOf(node));
  }

  /**
   * Which object of the destination has a unique value, of those that stand for none of the backup.
   */
  async #ownersOfValues(sourceTypes: ReadonlySet<string>): Promise<Map<string, string>> {
    const { read, census, request, matches } = this.#parts;
    const { structure, schema } = read;
    const owners = new Map<string, string>();
    const counts = objectCounts(schema.structure?.types);
    const thereIds = new Set([...sourceTypes].map((type) => structure.types.get(type)?.id ?? ''));
    const types = [...thereIds]
      .filter((id) => (census.get(id)?.size ?? 0) > 0)
      .map((id) => ({ id, expected: counts.get(id) ?? 0 }));
    if (types.length === 0) return owners;
    const { target, pace } = request;
    const keyset = await target.supportsKeyset(schema.schemaId ?? '', pace.signal);
    for await (const { typeId, page } of readObjects(target, types, { ...pace, keyset }))
      for (const { id, values } of page.objects) {
        if (matches.nodeOf(id) >= 0) continue;
        const marks = [...this.#unique.values()].flatMap((attribute) =>
          (values[attribute.id] ?? []).map((value) =>
            valueMark(typeId, attribute.id, writtenForm(value)),
          ),
        );
        for (const mark of marks) owners.set(mark, id);
      }
    return owners;
  }

  async #bodies(type: string, nodes: number[]): Promise<SnapshotObject[]> {
    const { read, request } = this.#parts;
    const { graph } = read.source;
    const wanted = nodes.map((node) => ({ kind: 'object' as const, type, id: graph.idOf(node) }));
    return (await request.reader.getMany(wanted)).map(objectOf);
  }
}

/** The backup's attribute → the one of the destination. */
function uniqueAttributes({ source, structure }: ReadStructure): Map<string, UniqueAttribute> {
  const unique = new Map<string, UniqueAttribute>();
  for (const attribute of source.structure.attributes) {
    const there = structure.attributes.get(attribute.id);
    if (attribute.unique && there?.unique)
      unique.set(attribute.id, { id: there.id, adapt: adaptationOf(there, source.adapted) });
  }
  return unique;
}

const valueMark = (typeId: string, attributeId: string, value: string): string =>
  `${typeId} ${attributeId} ${value}`;

/**
 * Whether an object may be one that the interrupted restore made without knowing it: it is found by
 * other means, as its own.
 */
function mayBeOwn(
  interrupted: InterruptedAttempt | undefined,
  sourceId: string,
  targetId: string,
): boolean {
  return (
    interrupted !== undefined &&
    interrupted.unsettledIds.has(sourceId) &&
    compareObjectIds(targetId, interrupted.baseline) > 0
  );
}
