import type { StructureMatch } from '../../compare/match-structure.ts';
import { LEAVE_EMPTY, STOP, type RestoreInput } from '../restore-input.ts';
import {
  resolveIcons,
  resolveReferenceTypes,
  resolveStatuses,
} from '../resolve/resolve-definitions.ts';
import { resolveOutside, resolveOutsideTypes } from '../resolve/resolve-outside.ts';
import { resolvePeople } from '../resolve/resolve-people.ts';
import { noNames, type ResolvedNames } from '../resolve/resolved-names.ts';
import type { ContextRequest } from './context-request.ts';
import type { DestinationSchema } from './restore-destination.ts';
import type { RestoreMatches } from './restore-matches.ts';
import type { RestoreSource } from './restore-source.ts';

export interface ReadStructure {
  source: RestoreSource;
  schema: DestinationSchema;
  structure: StructureMatch;
}

/** Finds what values and definitions of the backup name: people, groups, projects, statuses, icons, objects and types outside of the restore. */
export async function resolveNames(
  { source, schema, structure }: ReadStructure,
  { tenantId, input, reader, target, restores, pace: { signal } }: ContextRequest,
): Promise<Omit<RestoreMatches, 'structure' | 'objects'>> {
  const names = noNames();
  const there = { ...schema.definitions, schemaId: schema.structure && schema.schemaId };
  const people = await resolvePeople(reader, source.usage, target, names, signal, input.people);
  const statuses = resolveStatuses(source.structure, source.usage, there, names);
  const references = resolveReferenceTypes(source.structure, there);
  const typesToMake = source.structure.types.filter((type) => !structure.types.has(type.id));
  const icons = await resolveIcons(typesToMake, target, schema.isSameSite, names, signal);
  const outside = {
    tenantId,
    sourceWorkspace: source.header.site.workspaceId,
    targetWorkspace: input.place.siteKey,
    restores,
    target,
    signal,
  };
  const objects = await resolveOutside(source.graph.outside, names, outside);
  return {
    names,
    referenceTypes: references.found,
    outsideTypes: await resolveOutsideTypes(source.structure, outside),
    unresolved: [...people, ...statuses.missing, ...icons.missing, ...objects],
    toMake: { statuses: statuses.make, referenceTypes: references.make },
    fallbackIcon: icons.fallback,
  };
}

/** What the administrator chose goes before what was found. */
export function applyChoices(found: ResolvedNames, { choices }: RestoreInput): ResolvedNames {
  const withChosen = (kind: keyof ResolvedNames): ReadonlyMap<string, string> => {
    const chosen = Object.entries(choices[kind] ?? {}).filter(
      ([, choice]) => choice !== LEAVE_EMPTY && choice !== STOP,
    );
    return new Map([...found[kind], ...chosen]);
  };
  return {
    user: withChosen('user'),
    group: withChosen('group'),
    status: withChosen('status'),
    project: withChosen('project'),
    icon: withChosen('icon'),
    reference: withChosen('reference'),
  };
}
