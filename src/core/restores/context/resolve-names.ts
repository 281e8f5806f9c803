import type { Role } from '../../assets/model/definitions/role.ts';
import type { StructureMatch } from '../../compare/structure/match-structure.ts';
import { choicesOf, groupChoices, type Choices, type RestoreInput } from '../restore-input.ts';
import { ListedIcons } from '../resolve/definitions/listed-icons.ts';
import { GROUPS, PROJECTS, resolveListedNames } from '../resolve/resolve-listed-names.ts';
import { resolveAttributes } from '../resolve/definitions/resolve-attributes.ts';
import { resolveIcons } from '../resolve/definitions/resolve-icons.ts';
import { resolveOutsideObjects } from '../resolve/outside/resolve-outside-objects.ts';
import { resolveOutsideSchemas } from '../resolve/outside/resolve-outside-schemas.ts';
import { resolveOutsideTypes } from '../resolve/outside/resolve-outside-types.ts';
import { resolveReferenceTypes } from '../resolve/definitions/resolve-reference-types.ts';
import { resolveStatuses } from '../resolve/definitions/resolve-statuses.ts';
import { resolveUsers } from '../resolve/resolve-users.ts';
import { resolveVersions, withVersions } from '../resolve/resolve-versions.ts';
import type { Unresolved } from '../resolve/unresolved.ts';
import type { ResolvedNames } from '../resolve/resolved-names.ts';
import type { ContextRequest } from './context-request.ts';
import type { DestinationSchema } from './restore-destination.ts';
import type { RestoreMatches } from './restore-matches.ts';
import type { RestoreSource } from './restore-source.ts';

export interface ReadStructure {
  source: RestoreSource;
  schema: DestinationSchema;
  structure: StructureMatch;
}

/**
 * Finds what values and definitions of the backup name: people, groups, projects and their
 * versions, statuses, icons, objects and types outside of the restore.
 */
export async function resolveNames(
  { source, schema, structure }: ReadStructure,
  { tenantId, input, reader, target, restores, pace: { signal } }: ContextRequest,
): Promise<Omit<RestoreMatches, 'structure' | 'objects' | 'moved'>> {
  const { usage } = source;
  const there = definitionsThere(schema);
  const typesToMake = source.structure.types.filter((type) => !structure.types.has(type.id));
  const outside = {
    tenantId,
    sourceWorkspace: source.header.site.workspaceId,
    targetWorkspace: input.place.siteKey,
    restores,
    target,
    signal,
  };
  const user = await resolveUsers({
    reader,
    directory: target,
    uses: usage.users,
    names: namesInRoles(source.structure.roles),
    reviewed: new Map(input.people),
    sharesIds: schema.isSameSite || target.hasGlobalAccountIds,
    signal,
  });
  const group = await resolveListedNames(GROUPS, usage.groups, target, signal);
  const { project, version } = await resolveProjects({ usage, schema, target, input, signal });
  const status = resolveStatuses(source.structure.statuses, usage.statuses, there);
  const referenceTypes = resolveReferenceTypes(source.structure, there);
  const icon = await resolveIcons(typesToMake, await iconsAt(target, { source, schema, signal }));
  const reference = await resolveOutsideObjects(source.graph.outside, outside);
  return {
    names: {
      user: user.found,
      group: group.found,
      status: status.found,
      project: project.found,
      version: version.found,
      icon: icon.found,
      reference: reference.found,
    },
    referenceTypes: referenceTypes.found,
    outsideTypes: await resolveOutsideTypes(source.structure, outside),
    outsideSchemas: await resolveOutsideSchemas(source.structure, schema.schemaIds, outside),
    versionsInChosen: version.inChosen,
    otherPeople: user.others,
    unresolved: [
      ...[user, group, project, version, status, icon, reference].flatMap(({ missing }) => missing),
      ...resolveAttributes(source),
    ],
    unlisted: schema.isSameSchema ? undefined : reference.unlisted,
    moreUnresolved: reference.more,
    otherCategories: status.otherCategories,
    toMake: {
      statuses: status.make,
      referenceTypes: referenceTypes.make,
      icons: icon.make,
    },
    fallbackIcon: icon.fallback,
  };
}

const definitionsThere = ({
  definitions,
  structure,
  schemaId,
  isSameSchema,
}: DestinationSchema) => ({
  ...definitions,
  schemaId: structure && schemaId,
  isSameSchema,
});

interface ProjectRequest extends Pick<ContextRequest, 'target' | 'input'> {
  usage: RestoreSource['usage'];
  schema: DestinationSchema;
  signal: AbortSignal;
}

/** Finds projects, and versions in the projects that stand for theirs. */
async function resolveProjects({ usage, schema, target, input, signal }: ProjectRequest) {
  const versions = { uses: usage.versions, directory: target, isSameSite: schema.isSameSite };
  const named = withVersions(usage.projects, versions);
  const project = await resolveListedNames(PROJECTS, named, target, signal);
  const chosen = chosenNames('project', project.missing, input.choices);
  const projects = { found: project.found, chosen };
  return { project, version: await resolveVersions({ ...versions, projects, signal }) };
}

const namesInRoles = (roles: readonly Role[] = []): Map<string, string> =>
  new Map(
    roles.flatMap(({ actors }) =>
      actors.flatMap(({ kind, id, name }): [string, string][] =>
        kind === 'user' && name !== undefined ? [[id, name]] : [],
      ),
    ),
  );

/** What icons are looked for in. */
async function iconsAt(
  target: ContextRequest['target'],
  { source, schema, signal }: Pick<ReadStructure, 'source' | 'schema'> & { signal: AbortSignal },
): Promise<Parameters<typeof resolveIcons>[1]> {
  const schemaId = schema.structure && schema.schemaId;
  return {
    stored: source.icons,
    there: new ListedIcons(await target.icons(schemaId, signal), target.iconStore, signal),
    isSameSite: schema.isSameSite,
    // Without a way to ask, what no listing has is tried.
    isThere: async (id) => (await target.iconStore?.hasIcon(id, signal)) ?? true,
    whyNoIcons: () => whyNoIcons(target, signal),
  };
}

const whyNoIcons = async (
  { iconStore }: ContextRequest['target'],
  signal: AbortSignal,
): Promise<string | undefined> =>
  iconStore ? iconStore.whyNoIcons(signal) : "This kind of site doesn't take icons.";

/** What the administrator chose takes precedence over what was found. */
export function applyChoices(
  {
    names,
    unresolved,
    versionsInChosen = new Map(),
  }: Pick<RestoreMatches, 'names' | 'unresolved' | 'versionsInChosen'>,
  { choices }: Pick<RestoreInput, 'choices'>,
): ResolvedNames {
  const withChosen = (kind: keyof ResolvedNames): ReadonlyMap<string, string> =>
    new Map([...names[kind], ...chosenNames(kind, unresolved, choices)]);
  return {
    user: withChosen('user'),
    group: withChosen('group'),
    status: withChosen('status'),
    project: withChosen('project'),
    version: new Map([...versionsInChosen, ...withChosen('version')]),
    icon: withChosen('icon'),
    reference: withChosen('reference'),
  };
}

/** What the administrator chose for things of a kind: the backup's id → the id there. */
function chosenNames(
  kind: keyof ResolvedNames,
  unresolved: readonly Unresolved[],
  choices: Choices,
): Map<string, string> {
  const single = choicesOf(choices, kind);
  const chosen = [...single].flatMap(([id, choice]): [string, string][] =>
    choice.rule === 'map' ? [[id, choice.to]] : [],
  );
  // Of every kind but references there is one group, with the kind's name.
  const ofGroup = groupChoices(choices).get(kind);
  const others = unresolved.filter((each) => each.kind === kind && !single.has(each.id));
  const byGroup = others.flatMap(({ id }): [string, string][] =>
    ofGroup?.rule === 'map-all' ? [[id, ofGroup.to]] : [],
  );
  return new Map([...byGroup, ...chosen]);
}
