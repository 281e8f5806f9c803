import { counted } from '../../kernel/counted.ts';
import { countUnlisted } from '../../assets/reading/count-unlisted.ts';
import { readObjectsById } from '../../assets/reading/read-objects-by-id.ts';
import { takeCensus } from '../../assets/reading/take-census.ts';
import { SeenObjects } from '../../assets/reading/seen-objects.ts';
import { Unavailable } from '../../kernel/errors.ts';
import { letOthersRun } from '../../kernel/loops/let-others-run.ts';
import { ObjectMatches, type MatchedObjects } from '../objects/object-matches.ts';
import { objectCounts, type Census } from './census.ts';
import type { ContextRequest } from './context-request.ts';
import { matchUniqueValues, type FoundNames } from './match-unique-values.ts';
import type { ReadStructure } from './resolve-names.ts';
import type { RestoreMatches } from './restore-matches.ts';

/** How many are looked at before others may run. */
const STEP = 500;

/** How often a destination is asked that counts more than it lists: its search may lag. */
const TIMES_ASKED = 3;
const ASK_AGAIN_MS = 3_000;

interface FoundObjects extends Pick<RestoreMatches, 'moved'> {
  objects: MatchedObjects;
  census: Census;
}

/**
 * Finds the backup's objects on the destination: by the id maps of earlier runs, by id in the very
 * schema that was backed up, then by unique values; never by key or label, for a schema made again
 * under the same key has other objects under the same keys. An id is looked for in every type, for
 * people move objects. What the site no longer has is not matched.
 */
export async function matchObjects(
  read: ReadStructure,
  found: FoundNames,
  request: ContextRequest,
): Promise<FoundObjects> {
  const { schema } = read;
  if (schema.structure === undefined || schema.schemaId === undefined)
    return { objects: new ObjectMatches(read.source.graph), census: new Map(), moved: new Map() };
  const census = await takeSchemaCensus(read, schema.schemaId, request);
  const matcher = new ObjectMatcher(read, census, request);
  await matcher.matchKnown(schema.schemaId);
  matcher.matchArchived();
  if (schema.isSameSchema) await matcher.matchIds();
  await matchUniqueValues({ read, found, census, request, matches: matcher.matches });
  // The order in which answers arrive differs from time to time.
  const moved = new Map([...matcher.moved].sort(([a], [b]) => a - b));
  return { objects: matcher.matches, census, moved };
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

/** Matches by one means after the other; what is matched stays so. */
class ObjectMatcher {
  readonly matches: ObjectMatches;
  /** Node → the type that it has on the destination. */
  readonly moved = new Map<number, string>();
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
    const notListed = new Map<string, number>();
    for await (const known of restores.knownInSchema(tenantId, route)) {
      const node = graph.nodeOf(known.sourceId);
      if (node < 0) continue;
      const isOwn = known.runId === runId && known.outcome === 'created';
      const isListed = this.#isListed(node, known.targetId);
      if (isOwn || isListed) this.matches.match(node, known.targetId, isOwn);
      if (!isListed) notListed.set(known.targetId, node);
    }
    await this.#matchElsewhere(notListed);
  }

  /** By id, in the very schema that was backed up. */
  async matchIds(): Promise<void> {
    const { graph } = this.#read.source;
    const notListed = new Map<string, number>();
    for (let node = 0; node < graph.size; node += 1) {
      if (node % STEP === 0) await letOthersRun();
      if (this.matches.has(node)) continue;
      const id = graph.idOf(node);
      if (this.#isListed(node, id)) this.matches.match(node, id);
      else notListed.set(id, node);
    }
    await this.#matchElsewhere(notListed);
  }

  /** Those that are not among the objects of their type. `nodes`: by id on the destination. */
  async #matchElsewhere(nodes: ReadonlyMap<string, number>): Promise<void> {
    const { target, pace } = this.#request;
    for await (const { objects } of readObjectsById(target, [...nodes.keys()], pace))
      for (const { id, typeId } of objects) {
        const node = nodes.get(id);
        if (node === undefined) continue;
        this.matches.match(node, id);
        const isMatch = this.matches.targetOf(node) === id;
        if (isMatch && typeId !== this.#typeThere(node)) this.moved.set(node, typeId);
      }
  }

  /** Whether the object is listed among those of its type. */
  #isListed(node: number, targetId: string): boolean {
    return this.#census.get(this.#typeThere(node) ?? '')?.has(targetId) ?? false;
  }

  #typeThere(node: number): string | undefined {
    return this.#read.structure.types.get(this.#read.source.graph.typeOf(node))?.id;
  }
}
