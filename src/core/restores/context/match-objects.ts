import { takeCensus } from '../../assets/reading/census.ts';
import { readObjects } from '../../assets/reading/read-objects.ts';
import { SeenObjects } from '../../assets/reading/seen-objects.ts';
import type { Pace } from '../../assets/reading/parallel.ts';
import type { BackupReader } from '../../backups/vault.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { RestoreStore } from '../report/restore-lines.ts';
import type { StructureMatch } from '../../compare/match-structure.ts';
import type { SchemaStructure } from '../../compare/schema-structure.ts';
import { writtenForm } from '../values/map-values.ts';
import { objectBody } from '../../compare/object-body.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';
import { ObjectMatches } from '../objects/object-matches.ts';

export interface MatchOptions {
  tenantId: TenantId;
  runId: RunId;
  reader: BackupReader;
  target: AssetsDestination;
  restores: RestoreStore;
  route: { sourceWorkspace: string; targetWorkspace: string; targetSchemaId: string };
  source: SchemaStructure;
  match: StructureMatch;
  graph: ObjectGraph;
  /** The very schema that was backed up. */
  sameSchema: boolean;
  counts: Map<string, number>;
  /** Whether an object may be one that this run made without knowing it: it is found by other means, as its own. */
  mayBeOwn: (sourceId: string, targetId: string) => boolean;
  pace: Pace;
}

/**
 * Finds the backup's objects on the destination: by the id maps of earlier runs, by id in the very schema that was backed up, then by unique values; never by key
 * or label, for a schema made anew under the same key has other objects under the same keys. What the site no longer has is not matched.
 */
export async function matchObjects(
  options: MatchOptions,
): Promise<{ matches: ObjectMatches; census: Map<string, SeenObjects> }> {
  const { graph, match, target, route, counts, pace } = options;
  const matches = new ObjectMatches(graph);
  const typeIds = [...new Set([...match.types.values()].map((type) => type.id))];
  const keyset =
    typeIds.length > 0 && (await target.supportsKeyset(route.targetSchemaId, pace.signal));
  const census = await takeCensus(
    target,
    typeIds.map((id) => ({ id, read: new SeenObjects(), expected: counts.get(id) ?? 0 })),
    keyset,
    pace,
  );
  const isThere = (node: number, targetId: string): boolean =>
    census.get(match.types.get(graph.typeOf(node))?.id ?? '')?.has(targetId) ?? false;
  for await (const { sourceId, targetId, runId, outcome } of options.restores.knownInSchema(
    options.tenantId,
    route,
  )) {
    const node = graph.nodeOf(sourceId);
    const own = runId === options.runId && outcome === 'created';
    if (node >= 0 && (own || isThere(node, targetId))) matches.match(node, targetId, own); // the search may not know yet what this run made last
  }
  if (options.sameSchema)
    for (let node = 0; node < graph.size; node += 1)
      if (!matches.has(node) && isThere(node, graph.idOf(node)))
        matches.match(node, graph.idOf(node));
  await matchUnique(options, matches, census);
  return { matches, census };
}

async function matchUnique(
  { reader, target, source, match, graph, pace, counts, mayBeOwn }: MatchOptions,
  matches: ObjectMatches,
  census: Map<string, SeenObjects>,
): Promise<void> {
  const unique = new Map(
    source.attributes
      .filter(
        (attribute) =>
          attribute.definition['uniqueAttribute'] === true &&
          match.attributes.get(attribute.id)?.definition['uniqueAttribute'] === true,
      )
      .map((attribute) => [attribute.id, match.attributes.get(attribute.id)!.id]),
  );
  if (unique.size === 0) return;
  const open = new Map<string, number[]>([...match.types.keys()].map((type) => [type, []]));
  for (let node = 0; node < graph.size; node += 1)
    if (!matches.has(node)) open.get(graph.typeOf(node))?.push(node);
  const types = [
    ...new Set(
      [...open].filter(([, nodes]) => nodes.length > 0).map(([type]) => match.types.get(type)!.id),
    ),
  ].filter((type) => (census.get(type)?.size ?? 0) > 0);
  if (types.length === 0) return;
  const owners = new Map<string, string>();
  for await (const { typeId, page } of readObjects(
    target,
    types.map((id) => ({ id, expected: counts.get(id) ?? 0 })),
    pace,
  )) {
    for (const object of page.objects) {
      if (matches.nodeOf(object.id) >= 0) continue;
      for (const attribute of unique.values())
        for (const value of object.values[attribute] ?? [])
          owners.set(`${typeId} ${attribute} ${writtenForm(value)}`, object.id);
    }
  }
  for (const [type, nodes] of open)
    for (let at = 0; at < nodes.length; at += 500) {
      const there = match.types.get(type)!.id;
      for (const record of await reader.getMany(
        nodes
          .slice(at, at + 500)
          .map((node) => ({ kind: 'object' as const, type, id: graph.idOf(node) })),
      )) {
        const { id, values } = objectBody(record);
        const found = [...unique]
          .flatMap(([from, to]) =>
            (values[from] ?? []).map((value) => owners.get(`${there} ${to} ${writtenForm(value)}`)),
          )
          .find((owner) => owner !== undefined);
        if (found !== undefined && !mayBeOwn(id, found)) matches.match(graph.nodeOf(id), found);
      }
    }
}
