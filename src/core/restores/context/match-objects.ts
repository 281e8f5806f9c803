import { counted } from '../../kernel/counted.ts';
import { countUnlisted } from '../../assets/reading/count-unlisted.ts';
import { takeCensus } from '../../assets/reading/take-census.ts';
import { readObjects } from '../../assets/reading/read-objects.ts';
import { compareObjectIds } from '../../assets/model/compare-object-ids.ts';
import { SeenObjects } from '../../assets/reading/seen-objects.ts';
import { Unavailable } from '../../kernel/errors.ts';
import { letOthersRun } from '../../kernel/loops/let-others-run.ts';
import { objectOf } from '../../compare/object-of.ts';
import type { SnapshotObject } from '../../compare/snapshot.ts';
import type { StructureType } from '../../compare/structure/schema-structure.ts';
import { ObjectMatches, type MatchedObjects } from '../objects/object-matches.ts';
import { writtenForm } from '../../compare/compare-values.ts';
import type { ContextRequest, InterruptedAttempt } from './context-request.ts';
import type { ReadStructure } from './resolve-names.ts';

/** Objects of the backup that are read and matched together. */
const BATCH_SIZE = 500;
/** How many are looked at before others may run. */
const STEP = 500;

/** How often a destination is asked that counts more than it lists: its search may lag. */
const TIMES_ASKED = 3;
const ASK_AGAIN_MS = 3_000;

type Census = Map<string, SeenObjects>;

/**
 * Finds the backup's objects on the destination: by the id maps of earlier runs, by id in the very
 * schema that was backed up, then by unique values; never by key or label, for a schema made again
 * under the same key has other objects under the same keys. What the site no longer has is not
 * matched.
 */
export async function matchObjects(
  read: ReadStructure,
  request: ContextRequest,
): Promise<{ objects: MatchedObjects; census: Census }> {
  const { schema } = read;
  if (schema.structure === undefined || schema.schemaId === undefined)
    return { objects: new ObjectMatches(read.source.graph), census: new Map() };
  const census = await takeSchemaCensus(read, schema.schemaId, request);
  const matcher = new ObjectMatcher(read, census, request);
  await matcher.matchKnown(schema.schemaId);
  matcher.matchArchived();
  if (schema.isSameSchema) await matcher.matchIds();
  await matcher.matchUnique();
  return { objects: matcher.matches, census };
}

/**
 * @throws Unavailable `not-listed` where the site counts more than it lists: what is not listed
 * would be made once more
 */
async function takeSchemaCensus(
  { structure, schema }: ReadStructure,
  schemaId: string,
  { target, pace }: ContextRequest,
): Promise<Census> {
  const typeIds = [...new Set([...structure.types.values()].map((type) => type.id))];
  const keyset = typeIds.length > 0 && (await target.supportsKeyset(schemaId, pace.signal));
  const counts = objectCounts(schema.structure?.types);
  const take = () =>
    takeCensus(
      target,
      typeIds.map((id) => ({ id, read: new SeenObjects(), expected: counts.get(id) ?? 0 })),
      keyset,
      pace,
    );
  const types = typeIds.map((id) => ({ id, objectCount: counts.get(id) }));
  let unlisted = 0;
  for (let asked = 0; asked < TIMES_ASKED; asked += 1) {
    if (asked > 0) await pace.clock.sleep(ASK_AGAIN_MS, pace.signal);
    const census = await take();
    const seenOf = (id: string): number => census.get(id)?.size ?? 0;
    unlisted = await countUnlisted(target, types, seenOf, pace.signal);
    if (unlisted === 0) return census;
  }
  throw new Unavailable(
    'not-listed',
    `The destination counts ${counted(unlisted, 'more object')} than it lists, even when asked ${TIMES_ASKED} times. Unlisted objects would be created twice. Restore into a new schema, or try again later.`,
  );
}

const objectCounts = (types: StructureType[] = []): Map<string, number> =>
  new Map(types.map((type) => [type.id, type.objectCount ?? 0]));

/** Matches by one means after the other; what is matched stays so. */
class ObjectMatcher {
  readonly matches: ObjectMatches;
  readonly #read: ReadStructure;
  readonly #census: Census;
  readonly #request: ContextRequest;

  constructor(read: ReadStructure, census: Census, request: ContextRequest) {
    this.matches = new ObjectMatches(read.source.graph);
    this.#read = read;
    this.#census = census;
    this.#request = request;
  }

  /** Those of the archive, where the backup's archived objects are compared with it. */
  matchArchived(): void {
    const { graph } = this.#read.source;
    for (const [sourceId, targetId] of this.#request.inArchive ?? []) {
      const node = graph.nodeOf(sourceId);
      if (node >= 0) this.matches.match(node, targetId);
    }
  }

  /**
   * By the id maps of earlier runs. What this run made counts even where the search does not show
   * it yet.
   */
  async matchKnown(schemaId: string): Promise<void> {
    const { graph, header } = this.#read.source;
    const { tenantId, runId, restores, input } = this.#request;
    const route = {
      sourceWorkspace: header.site.workspaceId,
      targetWorkspace: input.place.siteKey,
      targetSchemaId: schemaId,
    };
    for await (const known of restores.knownInSchema(tenantId, route)) {
      const node = graph.nodeOf(known.sourceId);
      const isOwn = known.runId === runId && known.outcome === 'created';
      if (node >= 0 && (isOwn || this.#isThere(node, known.targetId)))
        this.matches.match(node, known.targetId, isOwn);
    }
  }

  /** By id, in the very schema that was backed up. */
  async matchIds(): Promise<void> {
    const { graph } = this.#read.source;
    for (let node = 0; node < graph.size; node += 1) {
      if (node % STEP === 0) await letOthersRun();
      const id = graph.idOf(node);
      if (!this.matches.has(node) && this.#isThere(node, id)) this.matches.match(node, id);
    }
  }

  /** By values of attributes that are unique in the backup and on the destination. */
  async matchUnique(): Promise<void> {
    const unique = this.#uniqueAttributes();
    if (unique.size === 0) return;
    const unmatched = this.#unmatchedByType();
    const owners = await this.#ownersOfValues(new Set(unmatched.keys()), unique);
    if (owners.size === 0) return;
    for (const [typeId, nodes] of unmatched)
      for (let from = 0; from < nodes.length; from += BATCH_SIZE)
        for (const body of await this.#bodies(typeId, nodes.slice(from, from + BATCH_SIZE)))
          this.#matchOwner(body, unique, owners);
  }

  #matchOwner(
    { id, typeId, values }: SnapshotObject,
    unique: ReadonlyMap<string, string>,
    owners: ReadonlyMap<string, string>,
  ): void {
    const thereId = this.#read.structure.types.get(typeId)?.id ?? '';
    const owner = [...unique]
      .flatMap(([from, to]) =>
        (values[from] ?? []).map((value) => owners.get(valueMark(thereId, to, writtenForm(value)))),
      )
      .find((each) => each !== undefined);
    if (owner !== undefined && !mayBeOwn(this.#request.interrupted, id, owner))
      this.matches.match(this.#read.source.graph.nodeOf(id), owner);
  }

  /** The backup's attribute → the one of the destination. */
  #uniqueAttributes(): Map<string, string> {
    const { source, structure } = this.#read;
    const unique = new Map<string, string>();
    for (const attribute of source.structure.attributes) {
      const there = structure.attributes.get(attribute.id);
      if (attribute.unique && there?.unique) unique.set(attribute.id, there.id);
    }
    return unique;
  }

  /** Nodes by the backup's type, of types that are there. */
  #unmatchedByType(): Map<string, number[]> {
    const { source, structure } = this.#read;
    const nodes: number[] = [];
    for (let node = 0; node < source.graph.size; node += 1)
      if (!this.matches.has(node) && structure.types.has(source.graph.typeOf(node)))
        nodes.push(node);
    return Map.groupBy(nodes, (node) => source.graph.typeOf(node));
  }

  /**
   * Which object of the destination has a unique value, of those that stand for none of the backup.
   */
  async #ownersOfValues(
    sourceTypes: ReadonlySet<string>,
    unique: ReadonlyMap<string, string>,
  ): Promise<Map<string, string>> {
    const { structure, schema } = this.#read;
    const owners = new Map<string, string>();
    const counts = objectCounts(schema.structure?.types);
    const thereIds = new Set([...sourceTypes].map((type) => structure.types.get(type)?.id ?? ''));
    const types = [...thereIds]
      .filter((id) => (this.#census.get(id)?.size ?? 0) > 0)
      .map((id) => ({ id, expected: counts.get(id) ?? 0 }));
    if (types.length === 0) return owners;
    const { target, pace } = this.#request;
    const keyset = await target.supportsKeyset(schema.schemaId ?? '', pace.signal);
    for await (const { typeId, page } of readObjects(target, types, { ...pace, keyset }))
      for (const { id, values } of page.objects) {
        if (this.matches.nodeOf(id) >= 0) continue;
        const marks = [...unique.values()].flatMap((attribute) =>
          (values[attribute] ?? []).map((value) =>
            valueMark(typeId, attribute, writtenForm(value)),
          ),
        );
        for (const mark of marks) owners.set(mark, id);
      }
    return owners;
  }

  async #bodies(type: string, nodes: number[]): Promise<SnapshotObject[]> {
    const { graph } = this.#read.source;
    const wanted = nodes.map((node) => ({ kind: 'object' as const, type, id: graph.idOf(node) }));
    return (await this.#request.reader.getMany(wanted)).map(objectOf);
  }

  #isThere(node: number, targetId: string): boolean {
    const type = this.#read.structure.types.get(this.#read.source.graph.typeOf(node));
    return this.#census.get(type?.id ?? '')?.has(targetId) ?? false;
  }
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
