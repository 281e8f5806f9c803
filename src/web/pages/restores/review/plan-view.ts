import { MAX_LISTED, type RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import type { Choices } from '../../../../core/restores/restore-input.ts';
import type { FieldErrors, Fields } from '../../../forms/fields.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import type { Lozenge } from '../../../view/lozenge.ts';
import { count, duration } from '../../../view/numbers.ts';
import type { Reader } from '../../../view/reader.ts';
import { destinationWords } from '../destination-words.ts';
import { choiceGroupsView, type ChoiceGroupView } from './choice-groups-view.ts';
import { changesNothing, planSumsView, type PlanSumView } from './plan-sums-view.ts';

const MAX_INDENT = 8;

/** What a restore would do, once its plan is made. */
export interface PlanView {
  source: { schemaName: string; schemaKey: string; date: ShownDate | undefined };
  destination: RestorePlan['destination'] & { where: string };
  sums: PlanSumView[];
  statuses: string;
  referenceTypes: string;
  /** The destination has everything already. */
  nothing: boolean;
  calls: string;
  time: string;
  /** A sentence about objects that are written twice. */
  second: string | undefined;
  quota: { before: string; after: string } | undefined;
  /** How many objects are created or changed. */
  events: string;
  types: {
    name: string;
    indent: number;
    objects: string;
    action: Lozenge;
    /** Only as the parent of a chosen one. */
    asParent: boolean;
  }[];
  typeCount: string;
  groups: ChoiceGroupView[];
  unresolvedCount: string;
  unresolvedMore: string | undefined;
  conflicts: { type: string; attribute: string; why: string; count: string; example: string }[];
  conflictCount: string;
  conflictsMore: string | undefined;
  differences: RestorePlan['differences'];
  differenceCount: string;
  differencesMore: string | undefined;
  notes: string[];
  blockers: string[];
}

const ACTIONS: Record<RestorePlan['types'][number]['action'], Lozenge> = {
  create: { text: 'Create', look: 'success' },
  change: { text: 'Change', look: 'moved' },
  leave: { text: 'Is there', look: '' },
};

/** `refused` is what was sent with *Run* and refused. */
export function planView(
  plan: RestorePlan,
  choices: Choices,
  reader: Reader,
  refused?: { form: Fields; errors: FieldErrors },
): PlanView {
  return {
    ...headOf(plan, reader),
    ...costOf(plan),
    ...listsOf(plan),
    sums: planSumsView(plan),
    statuses: plan.statuses.join(', '),
    referenceTypes: plan.referenceTypes.join(', '),
    nothing: changesNothing(plan),
    types: plan.types.map((type) => ({
      name: type.name,
      indent: Math.min(type.depth, MAX_INDENT),
      objects: count(type.objects),
      action: ACTIONS[type.action],
      asParent: type.cameAlong,
    })),
    typeCount: count(plan.types.length),
    groups: choiceGroupsView(plan.unresolved, choices, refused),
  };
}

function headOf({ source, destination }: RestorePlan, reader: Reader) {
  const date = new Date(source.backupDate);
  const isDate = !Number.isNaN(date.getTime());
  return {
    source: {
      schemaName: source.schemaName,
      schemaKey: source.schemaKey,
      date: isDate ? showDate(date, reader.timeZone) : undefined,
    },
    destination: { ...destination, where: destinationWords(destination) },
  };
}

const costOf = ({ calls, minutes, quota, objects, secondCalls }: RestorePlan) => ({
  calls: count(calls),
  time: duration(minutes * 60_000),
  quota: quota && { before: count(quota.before), after: count(quota.after) },
  events: count(objects.create + objects.update),
  second: secondWords(secondCalls),
});

function secondWords(secondCalls: number): string | undefined {
  if (secondCalls === 0) return undefined;
  return secondCalls === 1
    ? '1 object is in a circle of references: it is written a second time.'
    : `${count(secondCalls)} objects are in circles of references: they are written a second time.`;
}

/** What has to be looked at, each with how many there are. */
const listsOf = (plan: RestorePlan) => ({
  unresolvedCount: count(plan.unresolvedCount),
  unresolvedMore: moreWords(
    plan.unresolvedCount,
    plan.unresolved.length,
    'The others are left empty.',
  ),
  conflicts: plan.conflicts.map((each) => ({ ...each, count: count(each.count) })),
  conflictCount: count(plan.conflictCount),
  conflictsMore: moreWords(
    plan.conflictRules,
    plan.conflicts.length,
    'What the others refuse is left out as well.',
  ),
  differences: plan.differences,
  differenceCount: count(plan.differenceCount),
  differencesMore: moreWords(plan.differenceCount, plan.differences.length, ''),
  notes: plan.notes,
  blockers: plan.blockers,
});

/** "1,204 were counted; the first 500 are listed." Undefined where all are listed. */
function moreWords(counted: number, listed: number, then: string): string | undefined {
  if (counted <= listed) return undefined;
  const first = Math.min(listed, MAX_LISTED);
  return `${count(counted)} were counted; the first ${count(first)} are listed. ${then}`.trim();
}
