import { depthsOf } from '../../../backups/inside/structure/as-tree.ts';
import type { Backup } from '../../../backups/backup.ts';
import type { Steps } from '../../../kernel/loops/steps.ts';
import { unknownNotes } from '../../comparing/unknown-notes.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { ObjectGraph } from '../../objects/object-graph.ts';
import type { MatchedObjects } from '../../objects/object-matches.ts';
import type { RestoreInput } from '../../restore-input.ts';
import type { FoundConflicts } from '../decisions/find-conflicts.ts';
import { findDefinitionDifferences } from './find-definition-differences.ts';
import type { CallAllowance } from '../../../assets/ports/site/call-allowance.ts';
import { blockerText, planBlockers } from './plan-blockers.ts';
import type { OutsideObjects } from '../decisions/outside-objects.ts';
import { archivedNotes } from './archived-notes.ts';
import { attachmentNotes } from './attachment-notes.ts';
import type { CountedAttachments } from '../../attachments/count-attachments.ts';
import type { PlannedRoles } from './plan-roles.ts';
import type { DestinationRight } from './destination-rights.ts';
import { issueNotes } from './issue-notes.ts';
import type { PlannedIssues } from '../plan-issues.ts';
import { planDecisions } from '../decisions/plan-decisions.ts';
import { planMinutes } from './plan-minutes.ts';
import { planNotes } from './plan-notes.ts';
import { planStructure, type PlannedStructure } from './plan-structure.ts';
import { MAX_LISTED } from '../max-listed.ts';
import type { PlanConflict, RestorePlan } from '../restore-plan.ts';

/** More would not leave room in the document of the run. */
const MAX_PEOPLE = 5_000;

/** What was found out about the objects, beside the context. */
export interface PlanFacts {
  backup: Backup;
  /** How many objects that exist differ. */
  differing: number;
  /** How many that exist are left because the destination didn't return all of their values. */
  unknown?: number | undefined;
  /** Of the graph: 1 at each reference that closes a cycle. */
  closing: Uint8Array;
  /** Calls a minute that the destination allows. */
  allowance: CallAllowance;
  /** Of the whole site; undefined where it does not say. */
  objectTotal: number | undefined;
  conflicts: PlanConflict[];
  conflictCount: number;
  conflictRules: number;
  referencedBy: FoundConflicts['referencedBy'];
  /** Values that name what the destination lacks. */
  missing?: FoundConflicts['missing'] | undefined;
  /** What missing objects are called. */
  outside?: OutsideObjects | undefined;
  /** Whether the destination can archive objects. */
  hasArchive?: boolean | undefined;
  /** What becomes of roles, where they were chosen. */
  roles?: PlannedRoles | undefined;
  /** How many comments the backup has of the objects, where they were chosen. */
  comments?: number | undefined;
  /** What the backup has of attachments, where they were chosen. */
  attachments?: CountedAttachments | undefined;
  /** Undefined where the backup has none. */
  issues?: PlannedIssues | undefined;
  /** What the account may do on the destination; undefined where that is not known. */
  rights?: DestinationRight[] | undefined;
}

/** The plan, from what was read. Pure. */
export function* makePlan(
  context: RestoreContext,
  input: RestoreInput,
  facts: PlanFacts,
): Steps<RestorePlan> {
  const { graph } = context.source;
  const { objects, toMake } = context.matches;
  const differences = yield* findDefinitionDifferences(context);
  const structure = yield* planStructure(context, input, differences);
  const update = input.existing === 'missing' ? 0 : facts.differing;
  const create = graph.size - objects.matched;
  yield;
  const secondCalls = countSecondCalls(graph, objects, facts.closing);
  const { conflicts, conflictCount, conflictRules } = facts;
  yield;
  const types = planTypes(context, structure);
  yield;
  const notes = [...planNotes(context, input, structure), ...partNotes(context, input, facts)];
  yield;
  const decisions = planDecisions(context, input, facts);
  const blocked = planBlockers(context, input, { structure, rights: facts.rights });
  yield;
  return {
    digest: context.digest,
    ...placesOf(context, input, facts.backup),
    types,
    objects: { create, update, leave: objects.matched - update },
    attributes: countAttributes(context, input, structure),
    statuses: toMake.statuses.map(({ name }) => name),
    referenceTypes: toMake.referenceTypes.map(({ name }) => name),
    properties: structure.flags,
    ...partsOf(input, facts),
    secondCalls,
    ...costOf({ create, update: secondCalls + update, other: structure.calls }, facts),
    quota: quotaOf(facts, create),
    people: otherAccounts(context),
    otherPeople: context.matches.otherPeople?.slice(0, MAX_LISTED),
    ...decisions,
    conflicts,
    conflictCount,
    conflictRules,
    differences: differences.slice(0, MAX_LISTED).map(({ shown }) => shown),
    differenceCount: differences.length,
    notes,
    blockers: blocked.map(blockerText),
    blocked,
  };
}

/** What becomes of parts beside structure and objects. */
const partsOf = (
  input: RestoreInput,
  { roles, comments, attachments, issues }: PlanFacts,
): Pick<RestorePlan, 'roles' | 'comments' | 'attachments' | 'issues'> => ({
  roles: input.roles ? roles?.set : undefined,
  comments,
  attachments: attachments?.files,
  issues,
});

/** Issues are read and set beside the calls of Assets, by limits of their own. */
function costOf(
  { create, update, other }: Record<keyof CallAllowance, number>,
  { roles, comments = 0, attachments, issues, allowance }: PlanFacts,
): Pick<RestorePlan, 'calls' | 'minutes'> {
  const others = other + (roles?.set ?? 0) + comments + callsFor(attachments);
  const minutes = planMinutes({ create, update, other: others }, allowance);
  return {
    calls: create + update + others + (issues?.calls ?? 0),
    minutes: minutes + (issues?.minutes ?? 0),
  };
}

/** A list for each object, and for each file its pass and its name: bytes go elsewhere. */
const callsFor = (attachments: PlanFacts['attachments']): number =>
  attachments ? attachments.objects + 2 * attachments.files : 0;

const quotaOf = ({ objectTotal }: PlanFacts, create: number): RestorePlan['quota'] =>
  objectTotal === undefined ? undefined : { before: objectTotal, after: objectTotal + create };

/** What is said of parts beside structure and objects. */
const partNotes = (
  context: RestoreContext,
  input: RestoreInput,
  { unknown = 0, roles, attachments, issues, hasArchive = false }: PlanFacts,
): string[] => [
  ...unknownNotes(unknown),
  ...archivedNotes(context, input, hasArchive),
  ...(roles?.notes ?? []),
  ...attachmentNotes(attachments),
  ...issueNotes(context, issues),
];

function placesOf(
  { source: { header }, destination }: RestoreContext,
  { place, schema }: RestoreInput,
  backup: Backup,
): Pick<RestorePlan, 'destination' | 'source'> {
  return {
    destination: {
      siteUrl: place.siteUrl,
      targetName: place.targetName,
      schemaName: schema.name,
      schemaKey: schema.key,
      isNew: schema.kind === 'new',
      sameSite: destination.isSameSite,
    },
    source: {
      schemaName: header.site.schemaName,
      schemaKey: header.site.schemaKey,
      backupDate: backup.completedAt.toISOString(),
    },
  };
}

function planTypes(
  { source, matches }: RestoreContext,
  { typesToChange }: PlannedStructure,
): RestorePlan['types'] {
  const { types } = source.structure;
  const counts = countObjects(source.graph);
  const depths = depthsOf(types);
  const actionOf = (id: string): RestorePlan['types'][number]['action'] => {
    if (!matches.structure.types.has(id)) return 'create';
    return typesToChange.has(id) ? 'change' : 'leave';
  };
  return types.map((type) => ({
    name: type.name,
    depth: depths.get(type.id) ?? 0,
    objects: counts.get(type.id) ?? 0,
    action: actionOf(type.id),
    cameAlong: source.ancestorsOnly.has(type.id),
  }));
}

/** Objects to restore by object type. */
function countObjects(graph: ObjectGraph): Map<string, number> {
  const counts = new Map<string, number>();
  for (let node = 0; node < graph.size; node += 1)
    counts.set(graph.typeOf(node), (counts.get(graph.typeOf(node)) ?? 0) + 1);
  return counts;
}

function countAttributes(
  { source, matches }: RestoreContext,
  { keepOriginalKey }: RestoreInput,
  structure: PlannedStructure,
): RestorePlan['attributes'] {
  const { attributesToMake, attributesToChange, plainKeyTypes, uniqueKeyTypes } = structure;
  const matched = source.structure.attributes.filter(
    ({ id, system }) => !system && matches.structure.attributes.has(id),
  );
  const keys = plainKeyTypes.length + (keepOriginalKey ? uniqueKeyTypes.length : 0);
  return {
    create: attributesToMake.length + keys,
    change: attributesToChange.size,
    leave: matched.length - attributesToChange.size,
  };
}

/** How many objects are written a second time because they are in a cycle. */
function countSecondCalls(
  graph: ObjectGraph,
  objects: MatchedObjects,
  closing: Uint8Array,
): number {
  let count = 0;
  for (let node = 0; node < graph.size; node += 1) {
    const { from, to } = graph.edgesOf(node);
    if (!objects.has(node) && closing.subarray(from, to).includes(1)) count += 1;
  }
  return count;
}

/**
 * Accounts that were searched for by email, and those without one (an empty text): the run need
 * not search again.
 */
function otherAccounts({ matches: { names, unresolved } }: RestoreContext): [string, string][] {
  const others = [...names.user].filter(([id, other]) => id !== other);
  const missing = unresolved
    .filter(({ kind }) => kind === 'user')
    .map(({ id }): [string, string] => [id, '']);
  return [...others, ...missing].slice(0, MAX_PEOPLE);
}
