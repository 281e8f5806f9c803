/** One restore with what it reads from and writes to: what the plan, the run and the check share. */
import { createHash } from 'node:crypto';
import type { Pace } from '../../assets/reading/parallel.ts';
import type { BackupHeader, BackupReader } from '../../backups/vault.ts';
import type { SeenObjects } from '../../assets/reading/seen-objects.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import { asJson, canonicalJson } from '../../kernel/json.ts';
import type { ProgressMeter } from '../../runs/progress-meter.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { schemaMistakes } from '../new-schema.ts';
import { closingEdges } from '../objects/closing-edges.ts';
import { matchObjects } from './match-objects.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';
import { ObjectMatches } from '../objects/object-matches.ts';
import { scanObjects, type Usage } from '../objects/scan-objects.ts';
import type { Unresolved } from '../resolve/unresolved.ts';
import type { RestoreStore } from '../report/restore-lines.ts';
import { LEAVE_EMPTY, STOP, type RestoreInput } from '../restore-input.ts';
import {
  resolveIcons,
  resolveReferenceTypes,
  resolveStatuses,
  type ToMake,
} from '../resolve/resolve-definitions.ts';
import { resolveOutside, resolveOutsideTypes } from '../resolve/resolve-outside.ts';
import { resolvePeople } from '../resolve/resolve-people.ts';
import { noNames, type ResolvedNames } from '../resolve/resolved-names.ts';
import type { IdMaps } from '../../compare/attribute-input.ts';
import { matchStructure, type StructureMatch } from '../../compare/match-structure.ts';
import {
  backupStructure,
  globalDefinitions,
  siteStructure,
  type SchemaStructure,
} from '../../compare/schema-structure.ts';

export interface SiteOptions {
  tenantId: TenantId;
  runId: RunId;
  input: RestoreInput;
  reader: BackupReader;
  target: AssetsDestination;
  restores: RestoreStore;
  meter: ProgressMeter;
  pace: Pace;
  /** The schema that an interrupted run has made already. */ madeSchemaId?: string;
  /** What an interrupted run may have made: objects of the backup, and the highest id that it did not make. */ unsettled?: {
    sourceIds: ReadonlySet<string>;
    baseline: number;
  };
}

export interface RestoreSite {
  header: BackupHeader;
  /** The chosen types and their parents, with their attributes. */
  source: SchemaStructure;
  /** Types whose objects are not restored: parents that came along. */
  cameAlong: Set<string>;
  there: SchemaStructure | undefined;
  /** Name or key of a new schema that is taken by now. */
  taken: { name: boolean; key: boolean };
  sameSite: boolean;
  sameSchema: boolean;
  match: StructureMatch;
  graph: ObjectGraph;
  closing: Uint8Array;
  usage: Usage;
  names: ResolvedNames;
  unresolved: Unresolved[];
  make: ToMake;
  referenceTypes: Map<string, string>;
  fallbackIcon: string | undefined;
  /** Object types outside of the restore that attributes or filters name: the backup's id → the id there. */
  outsideTypes: Map<string, string>;
  /** Ids of the schemas that are on the destination now. */
  schemaIds: ReadonlySet<string>;
  matches: ObjectMatches;
  /** Objects of the matched types, by type of the destination. */
  census: Map<string, SeenObjects>;
  /** Equal for an equal destination. */
  digest: string;
}

/** Reads backup and destination and brings them together. Writes nothing. */
export async function openSite(options: SiteOptions): Promise<RestoreSite> {
  const { tenantId, runId, input, reader, target, restores, meter, pace, madeSchemaId, unsettled } =
    options;
  const mayBeOwn = (sourceId: string, targetId: string): boolean =>
    unsettled !== undefined &&
    unsettled.sourceIds.has(sourceId) &&
    Number(targetId) > unsettled.baseline;
  const { signal } = pace;
  const header = await reader.header();
  const sameSite = header.site.workspaceId === input.place.workspaceId;
  const schemaId = madeSchemaId ?? (input.schema.kind === 'existing' ? input.schema.id : undefined);
  const sameSchema = sameSite && schemaId === header.site.schemaId;
  meter.set({ step: 'Reading the backup' });
  const { source, cameAlong } = chosen(await backupStructure(reader), input.typeIds);
  const objectTypes = source.types.filter((type) => !cameAlong.has(type.id)).map((type) => type.id);
  const { graph, usage } = await scanObjects(reader, objectTypes, {
    signal,
    onProgress: (objects) => meter.set({ done: objects }),
  });
  meter.set({ step: 'Reading the destination', done: 0 });
  const { schemas } = await target.schemas(signal);
  const mistakes = schemaMistakes(input.schema, schemas);
  const taken =
    input.schema.kind === 'existing' || madeSchemaId !== undefined
      ? { name: false, key: false }
      : { name: 'name' in mistakes, key: 'key' in mistakes };
  const there = schemaId === undefined ? undefined : await siteStructure(target, schemaId, signal);
  const definitions = there
    ? { ...there, schemaId: schemaId! }
    : await globalDefinitions(target, signal);
  const match = matchStructure(source, there, sameSchema);
  const names = noNames();
  const unresolved = await resolvePeople(reader, usage, target, names, signal, input.people);
  const statuses = resolveStatuses(source, usage, definitions, names);
  const references = resolveReferenceTypes(source, definitions);
  const icons = await resolveIcons(
    source.types.filter((type) => !match.types.has(type.id)),
    target,
    sameSite,
    names,
    signal,
  );
  const route = {
    sourceWorkspace: header.site.workspaceId,
    targetWorkspace: input.place.workspaceId,
  };
  unresolved.push(
    ...statuses.missing,
    ...icons.missing,
    ...(await resolveOutside(graph.outside, names, {
      tenantId,
      ...route,
      restores,
      target,
      signal,
    })),
  );
  const schemaIds = new Set(schemas.map((schema) => schema.id));
  const outsideTypes = await resolveOutsideTypes(source, {
    tenantId,
    ...route,
    restores,
    target,
    signal,
  });
  const counts = new Map(there?.types.map((type) => [type.id, type.objectCount ?? 0]));
  const found =
    there && schemaId !== undefined
      ? await matchObjects({
          tenantId,
          runId,
          reader,
          target,
          restores,
          route: { ...route, targetSchemaId: schemaId },
          source,
          match,
          graph,
          sameSchema,
          counts,
          mayBeOwn,
          pace,
        })
      : undefined;
  const matches = found?.matches ?? new ObjectMatches(graph);
  const census = found?.census ?? new Map<string, SeenObjects>();
  const closing = closingEdges(graph, (node) => matches.has(node));
  const digest = digestOf({
    taken,
    there,
    census,
    names,
    unresolved,
    statuses: statuses.make.map(({ id }) => id),
    references: [...references.found],
    outsideTypes: [...outsideTypes],
  });
  choose(names, input);
  return {
    header,
    source,
    cameAlong,
    there,
    taken,
    sameSite,
    sameSchema,
    match,
    graph,
    closing,
    usage,
    names,
    unresolved,
    make: { statuses: statuses.make, referenceTypes: references.make },
    referenceTypes: references.found,
    fallbackIcon: icons.fallback,
    outsideTypes,
    schemaIds,
    matches,
    census,
    digest,
  };
}

/** What ids of the backup's definitions are on the destination; `typeId` knows the types of this restore. */
export function idMaps(
  { outsideTypes, referenceTypes }: Pick<RestoreSite, 'outsideTypes' | 'referenceTypes'>,
  typeId: (old: string) => string | undefined,
): IdMaps {
  return {
    typeId: (old) => typeId(old) ?? outsideTypes.get(old),
    referenceTypeId: (old) => referenceTypes.get(old),
  };
}

/** The chosen types with all their ancestors. */
function chosen(
  structure: SchemaStructure,
  typeIds: string[] | null,
): { source: SchemaStructure; cameAlong: Set<string> } {
  if (typeIds === null) return { source: structure, cameAlong: new Set() };
  const wanted = new Set(typeIds);
  const all = new Set<string>();
  for (const id of typeIds)
    for (
      let type = structure.types.find((each) => each.id === id);
      type && !all.has(type.id);
      type = structure.types.find((each) => each.id === type!.parentId)
    )
      all.add(type.id);
  const types = structure.types.filter((type) => all.has(type.id));
  return {
    source: {
      ...structure,
      types,
      attributes: structure.attributes.filter((attribute) => all.has(attribute.typeId)),
    },
    cameAlong: new Set(types.filter((type) => !wanted.has(type.id)).map((type) => type.id)),
  };
}

/** What the administrator chose goes over what was found. */
function choose(names: ResolvedNames, { choices }: RestoreInput): void {
  for (const [kind, chosenOnes] of Object.entries(choices))
    for (const [id, choice] of Object.entries(chosenOnes))
      if (choice !== LEAVE_EMPTY && choice !== STOP)
        names[kind as keyof ResolvedNames].set(id, choice);
}

function digestOf(parts: {
  taken: object;
  there: SchemaStructure | undefined;
  census: Map<string, SeenObjects>;
  names: ResolvedNames;
  unresolved: Unresolved[];
  statuses: string[];
  references: [string, string][];
  outsideTypes: [string, string][];
}): string {
  const { census, names, there, ...rest } = parts;
  const hash = createHash('sha256');
  const named = Object.entries(names).map(([kind, map]) => [
    kind,
    [...(map as Map<string, string>)].sort(),
  ]);
  hash.update(
    canonicalJson(
      asJson({
        ...rest,
        unresolved: parts.unresolved.map(({ kind, id }) => `${kind} ${id}`).sort(),
        there: there ?? null,
        named,
      }),
    ),
  );
  for (const [type, seen] of [...census].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(type);
    hash.update(Buffer.from(seen.ids.slice().buffer));
    hash.update(Buffer.from(seen.updates.slice().buffer));
  }
  return hash.digest('hex');
}
