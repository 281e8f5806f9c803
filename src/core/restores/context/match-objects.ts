import { counted } from '../../kernel/counted.ts';
import { countUnlisted } from '../../assets/reading/count-unlisted.ts';
import { takeCensus } from '../../assets/reading/take-census.ts';
import { SeenObjects } from '../../assets/reading/seen-objects.ts';
import { Unavailable } from '../../kernel/errors.ts';
import { letOthersRun } from '../../kernel/loops/let-others-run.ts';
import { ObjectMatches, type MatchedObjects } from '../objects/object-matches.ts';
import { objectCounts, type Census } from './census.ts';
import type { ContextRequest } from './context-request.ts';
import { matchUniqueValues, type FoundNames } from './match-unique-values.ts';
import type { ReadStructure } from './resolve-names.ts';

/** How many are looked at before others may run. */
const STEP = 500;

/** How often a destination is asked that counts more than it lists: its search may lag. */
const TIMES_ASKED = 3;
const ASK_AGAIN_MS = 3_000;

/**
 * Finds the backup's objects on the destination: by the id maps of earlier runs, by id in the very
 * schema that was backed up, then by unique values; never by key or label, for a schema made again
 * under the same key has other objects under the same keys. What the site no longer has is not
 * matched.
 */
export async function matchObjects(
  read: ReadStructure,
  found: FoundNames,
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
  await matchUniqueValues({ read, found, census, request, matches: matcher.matches });
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

  #isThere(node: number, targetId: string): boolean {
    const type = this.#read.structure.types.get(this.#read.source.graph.typeOf(node));
    return this.#census.get(type?.id ?? '')?.has(targetId) ?? false;
  }
}
