import { isPlainKind } from '../../assets/model/attribute-kind.ts';
import type { AttributeDefinition } from '../../assets/model/attribute-definition.ts';
import type { Run } from '../../runs/run.ts';
import { attributeInput, tightening } from '../../compare/attribute-input.ts';
import { definitionDifferences, typeDifferences } from '../../compare/definition-differences.ts';
import { attributesOf, depthOf, isAutomatic } from '../../compare/schema-structure.ts';
import type { RestoreInput } from '../restore-input.ts';
import { idMaps } from '../context/id-maps.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import {
  keptKeyTypes,
  originalKeyName,
  originalKeyOwner,
  originalKeyTypes,
  plainKeyTypes,
} from '../structure/original-key.ts';
import {
  MAX_LISTED,
  type PlanConflict,
  type PlanDifference,
  type RestorePlan,
} from './restore-plan.ts';

/** What Atlassian documents for Assets (assets-api: B.1). */
const CALLS_A_MINUTE = 1_000;
/** More would not leave room in the document of the run. */
const PEOPLE_MOST = 5_000;

/** The plan, from what was read. Pure. */
export function makePlan(
  context: RestoreContext,
  input: RestoreInput,
  facts: {
    /** How many objects that are there differ. */
    differing: number;
    /** Of the graph: 1 at each reference that closes a cycle. */
    closing: Uint8Array;
    backup: Run;
    objectTotal: number | undefined;
    conflicts: PlanConflict[];
    conflictCount: number;
    conflictRules: number;
  },
): RestorePlan {
  const { structure: source, ancestorsOnly, graph, header } = context.source;
  const { destination } = context;
  const { structure: match, objects, toMake, unresolved } = context.matches;
  const update = input.existing === 'missing' ? 0 : facts.differing;
  const create = graph.size - objects.matched;
  const second = secondCalls(graph, objects, facts.closing);
  const counts = objectCounts(graph);
  const attributes = source.attributes.filter((attribute) => !attribute.system);
  const differences = differencesOf(context);
  const changed = new Set(
    input.changeDefinitions
      ? differences
          .filter(({ canChange }) => canChange)
          .flatMap(({ attributeId }) => attributeId ?? [])
      : [],
  );
  const typesToChange = new Set(
    input.changeDefinitions ? differences.flatMap(({ typeId }) => typeId ?? []) : [],
  );
  const isMade = (attribute: AttributeDefinition): boolean =>
    made.includes(attribute) && !(isAutomatic(attribute) && !match.types.has(attribute.typeId));
  const typesToMake = source.types.filter((type) => !match.types.has(type.id));
  const made = attributes.filter(
    (attribute) =>
      !match.attributes.has(attribute.id) &&
      !isNameTaken(context, attribute) &&
      inputOf(context, attribute) !== undefined,
  );
  const tightened = made.filter((attribute) => {
    const as = inputOf(context, attribute);
    return as && tightening(as);
  }).length;
  const uniqueKeys = originalKeyTypes(
    source,
    typesToMake.map((type) => type.id),
  );
  const plainKeys = input.keepOriginalKey
    ? plainKeyTypes(source, uniqueKeys, keptKeyTypes(source, ancestorsOnly)).filter(
        (id) => !hasKeyAttribute(context, id),
      ).length
    : 0;
  const structureCalls =
    (destination.structure ? 0 : 1) +
    toMake.statuses.length +
    toMake.referenceTypes.length +
    2 * typesToMake.length +
    attributes.filter(isMade).length +
    changed.size +
    typesToChange.size +
    tightened +
    2 * uniqueKeys.length +
    plainKeys;
  const calls = structureCalls + create + second + update;
  return {
    digest: context.digest,
    destination: {
      siteUrl: input.place.siteUrl,
      ...(input.place.targetName ? { targetName: input.place.targetName } : {}),
      schemaName: input.schema.name,
      schemaKey: input.schema.key,
      isNew: input.schema.kind === 'new',
      sameSite: destination.isSameSite,
    },
    source: {
      schemaName: header.site.schemaName,
      schemaKey: header.site.schemaKey,
      backupDate: facts.backup.endedAt?.toISOString() ?? header.createdAt,
    },
    types: source.types.map((type) => ({
      name: type.name,
      depth: depthOf(source.types, type),
      objects: counts.get(type.id) ?? 0,
      action: !match.types.has(type.id)
        ? ('create' as const)
        : typesToChange.has(type.id)
          ? ('change' as const)
          : ('leave' as const),
      cameAlong: ancestorsOnly.has(type.id),
    })),
    objects: { create, update, leave: objects.matched - update },
    attributes: {
      create: made.length + plainKeys + (input.keepOriginalKey ? uniqueKeys.length : 0),
      change: changed.size,
      leave: attributes.filter(({ id }) => match.attributes.has(id)).length - changed.size,
    },
    statuses: toMake.statuses.map(({ name }) => name),
    referenceTypes: toMake.referenceTypes.map(({ name }) => name),
    secondCalls: second,
    calls,
    minutes: Math.max(1, Math.ceil(calls / CALLS_A_MINUTE)),
    ...(facts.objectTotal === undefined
      ? {}
      : { quota: { before: facts.objectTotal, after: facts.objectTotal + create } }),
    people: peopleOf(context),
    unresolved: unresolved.slice(0, MAX_LISTED).map((each) => ({ ...each, options: [] })),
    options: Object.fromEntries(
      unresolved
        .filter(({ options }) => options.length > 0)
        .map(({ kind, options }) => [kind, options]),
    ),
    unresolvedCount: unresolved.length,
    conflicts: facts.conflicts,
    conflictCount: facts.conflictCount,
    conflictRules: facts.conflictRules,
    differences: differences
      .slice(0, MAX_LISTED)
      .map(
        ({ attributeId: _id, typeId: _typeId, canChange: _canChange, ...difference }) => difference,
      ),
    differenceCount: differences.length,
    notes: notesOf(context, input, uniqueKeys),
    blockers: blockersOf(context, input),
  };
}

/** Objects that are written a second time because they are in a cycle. */
export function secondCalls(
  graph: ObjectGraph,
  objects: MatchedObjects,
  closing: Uint8Array,
): number {
  let count = 0;
  for (let node = 0; node < graph.size; node += 1) {
    if (objects.has(node)) continue;
    const { from, to } = graph.edgesOf(node);
    for (let edge = from; edge < to; edge += 1)
      if (closing[edge] === 1) {
        count += 1;
        break;
      }
  }
  return count;
}

/** Those that were searched for by e-mail: the run need not search again. */
function peopleOf({ matches: { names, unresolved } }: RestoreContext): Record<string, string> {
  const missing = unresolved.filter(({ kind }) => kind === 'user').map(({ id }) => [id, '']);
  return Object.fromEntries(
    [...[...names.user].filter(([id, other]) => id !== other), ...missing].slice(0, PEOPLE_MOST),
  );
}

const inputOf = ({ source, matches }: RestoreContext, attribute: AttributeDefinition) =>
  attributeInput(attribute, {
    typeId: (id) =>
      source.structure.types.some((type) => type.id === id) ? id : matches.outsideTypes.get(id),
    referenceTypeId: (id) => id,
  });

/** Objects to restore by object type. */
function objectCounts(graph: ObjectGraph): Map<string, number> {
  const counts = new Map<string, number>();
  for (let node = 0; node < graph.size; node += 1)
    counts.set(graph.typeOf(node), (counts.get(graph.typeOf(node)) ?? 0) + 1);
  return counts;
}

function differencesOf({
  source: { structure: source },
  destination,
  matches,
}: RestoreContext): (PlanDifference & {
  attributeId?: string;
  typeId?: string;
  canChange: boolean;
})[] {
  const match = matches.structure;
  if (!destination.structure) return [];
  const maps = idMaps(matches, (id) => match.types.get(id)?.id);
  const ofTypes = source.types.flatMap((type) => {
    const other = match.types.get(type.id);
    return other
      ? typeDifferences(type, other).map(({ what, here, backup }) => ({
          type: type.name,
          what,
          here,
          backup,
          typeId: type.id,
          canChange: true,
        }))
      : [];
  });
  return [
    ...ofTypes,
    ...source.types.flatMap((type) =>
      attributesOf({ ...source, types: [type] }, type.id).flatMap((attribute) => {
        const other = match.attributes.get(attribute.id);
        if (!other || attribute.system) return [];
        return definitionDifferences(attribute, other, maps).map(
          ({ what, here, backup, canChange }) => ({
            type: type.name,
            attribute: attribute.name,
            what,
            here,
            backup,
            attributeId: attribute.id,
            canChange,
          }),
        );
      }),
    ),
  ];
}

/** Whether a type on the destination has the attribute for the old key already. */
function hasKeyAttribute({ source, destination, matches }: RestoreContext, id: string): boolean {
  const type = matches.structure.types.get(id);
  const there = destination.structure;
  const wanted = originalKeyName(source.structure);
  return (
    type !== undefined &&
    there !== undefined &&
    attributesOf(there, type.id).some(({ name, kind }) => isPlainKind(kind) && name === wanted)
  );
}

/** Names of attributes are unique in a type, inherited ones among them. */
function isNameTaken(
  { destination: { structure: there }, matches: { structure: match } }: RestoreContext,
  { id, typeId, name, system }: AttributeDefinition,
): boolean {
  const type = match.types.get(typeId);
  return (
    !system &&
    there !== undefined &&
    type !== undefined &&
    !match.attributes.has(id) &&
    attributesOf(there, type.id).some((other) => other.name === name)
  );
}

function notesOf(context: RestoreContext, input: RestoreInput, keyed: readonly string[]): string[] {
  const { structure: source, usage, ancestorsOnly, graph } = context.source;
  const { structure: match, outsideTypes, objects } = context.matches;
  const known = new Set([...source.types.map((type) => type.id), ...outsideTypes.keys()]);
  const lost = source.attributes.filter(
    ({ referencedTypeId }) => referencedTypeId !== undefined && !known.has(referencedTypeId),
  );
  const typesWithoutKey = input.keepOriginalKey
    ? []
    : source.types.filter(
        (type) =>
          !match.types.has(type.id) &&
          !type.abstract &&
          !ancestorsOnly.has(type.id) &&
          originalKeyOwner(source, keyed, type.id) === undefined,
      );
  const strange = input.schema.kind === 'existing' && objects.matched === 0 && graph.size > 0;
  return [
    ...(strange
      ? [
          'No object of the schema stands for one of the backup: all of them are created beside what is there. Is it the right schema?',
        ]
      : []),
    ...(ancestorsOnly.size > 0
      ? [
          `${names(source.types.filter((type) => ancestorsOnly.has(type.id)))} come along as object types, without their objects, because chosen types stand below them.`,
        ]
      : []),
    ...lost.map(
      (attribute) =>
        `The attribute "${attribute.name}" of ${source.types.find((type) => type.id === attribute.typeId)!.name} refers to an object type that is not on the destination. It is not made, and its values are left out. Restore the schema that it refers to, then restore this backup again into the restored schema: only what is missing is written then.`,
    ),
    ...source.attributes
      .filter((attribute) => isNameTaken(context, attribute))
      .map(
        (attribute) =>
          `The attribute "${attribute.name}" of ${source.types.find((type) => type.id === attribute.typeId)!.name} is not made: the destination has another kind of attribute under this name. Its values are left out.`,
      ),
    ...(usage.others > 0
      ? [
          `${usage.others} values have a form that no public interface can write. They are left out.`,
        ]
      : []),
    ...(typesWithoutKey.length > 0
      ? [
          `${names(typesWithoutKey)} have no room for a third unique attribute, or hand theirs down to a type that has none: after an interruption their objects are recognised by all their values in place of their old key.`,
        ]
      : []),
    'Keys, dates, authors and history of objects cannot be set by any public interface: the restored objects get new ones.',
  ];
}

function blockersOf(
  { source: { structure: source, graph, header }, destination, matches }: RestoreContext,
  input: RestoreInput,
): string[] {
  const { occupied, structure: there } = destination;
  const { structure: match, fallbackIcon } = matches;
  const makesTypes = source.types.some((type) => !match.types.has(type.id));
  return [
    ...(occupied.name
      ? [`A schema named "${input.schema.name}" is there by now. Go back and choose another name.`]
      : []),
    ...(occupied.key
      ? [
          `A schema with the key ${input.schema.key} is there by now. Go back and choose another key.`,
        ]
      : []),
    ...(input.schema.kind === 'existing' && !there
      ? ['The schema to restore into is not there any more. Go back and choose another one.']
      : []),
    ...(makesTypes && fallbackIcon === undefined
      ? ['The destination lists no icon, and object types cannot be made without one.']
      : []),
    ...(graph.size === 0 && source.types.length === 0
      ? [`The backup of ${header.site.schemaName} holds nothing to restore.`]
      : []),
  ];
}

const names = (types: { name: string }[]): string => types.map(({ name }) => name).join(', ');
