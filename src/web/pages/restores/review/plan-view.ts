import { hostOf } from '../../../../core/sites/host-of.ts';
import { MAX_LISTED } from '../../../../core/restores/plan/max-listed.ts';
import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import type { PlanChoice } from '../../../../core/restores/plan/plan-choices.ts';
import { barView, type BarView } from '../../../view/components/bar-view.ts';
import { sayValue, showDate, type ShownDate } from '../../../view/formats/dates.ts';
import type { Lozenge } from '../../../view/components/lozenge.ts';
import { count, counted, duration } from '../../../view/formats/numbers.ts';
import type { Reader } from '../../../view/reader.ts';
import { destinationWords } from '../destination/destination-words.ts';
import { adviceView, type AdviceView } from './advice-view.ts';
import { blockersView, type BlockerView } from './blockers-view.ts';
import { decisionView, type DecisionView, type Sent } from './decisions/decision-view.ts';
import { groupStates, planFigures, type GroupState } from './decisions/plan-figures.ts';
import { changesNothing, planSumsView, type PlanSumView } from './plan-sums-view.ts';
import { placeName } from '../destination/place-name.ts';
import { MINUTE_MS } from '../../../../core/kernel/time/durations.ts';

const MAX_INDENT = 8;

/** What a restore would do, once its plan is made. */
export interface PlanView {
  source: { schemaName: string; schemaKey: string; date: ShownDate | undefined };
  destination: RestorePlan['destination'] & { where: string; place: string; host: string };
  bar: BarView;
  /** Figures of the bar. */
  complete: string;
  partial: string;
  failing: string;
  objects: string;
  sums: PlanSumView[];
  created: string;
  statuses: string;
  referenceTypes: string;
  /** The destination has everything already. */
  nothing: boolean;
  calls: string;
  callsCounted: string;
  time: string;
  /** A sentence about objects that are written twice. */
  second: string | undefined;
  quota: { before: string; after: string } | undefined;
  /** How many objects are created or changed. */
  events: string;
  timesCounted: string;
  types: {
    name: string;
    indent: number;
    objects: string;
    action: Lozenge;
    /** Only as the parent of a chosen one. */
    asParent: boolean;
  }[];
  typeCount: string;
  advice: AdviceView | undefined;
  decisions: DecisionView[];
  decisionsTitle: string;
  /** What the rules that are chosen come to. */
  decided: string;
  /** How many things the destination does not have. */
  unresolvedNumber: number;
  unresolvedMore: string | undefined;
  conflicts: { type: string; attribute: string; why: string; count: string; example: string }[];
  conflictCount: string;
  conflictsMore: string | undefined;
  differences: RestorePlan['differences'];
  differenceCount: string;
  differencesMore: string | undefined;
  notes: string[];
  otherwise: string;
  blockers: BlockerView[];
  /** Why it cannot run. */
  blocked: string | undefined;
  /** What the primary button says. */
  run: string;
}

const ACTIONS: Record<RestorePlan['types'][number]['action'], Lozenge> = {
  create: { text: 'Create', look: 'success' },
  change: { text: 'Change', look: 'moved' },
  leave: { text: 'Exists', look: '' },
};

/** `choices`: what is chosen by now. `sent` is shown instead of what is kept. */
export function planView(
  plan: RestorePlan,
  choices: readonly PlanChoice[],
  reader: Reader,
  sent?: Sent,
): PlanView {
  const groups = groupStates(plan, choices);
  const place = placeName(plan.destination);
  const nothing = changesNothing(plan);
  return {
    ...headOf(plan, reader),
    ...figuresOf(plan, groups),
    ...costOf(plan),
    ...listsOf(plan, reader),
    ...blockersView(plan),
    sums: planSumsView(plan),
    created: createdWords(plan),
    statuses: plan.statuses.join(', '),
    referenceTypes: plan.referenceTypes.join(', '),
    nothing,
    types: plan.types.map((type) => ({
      name: type.name,
      indent: Math.min(type.depth, MAX_INDENT),
      objects: count(type.objects),
      action: ACTIONS[type.action],
      asParent: type.cameAlong,
    })),
    typeCount: count(plan.types.length),
    advice: nothing ? undefined : adviceView(plan, groups),
    decisions: groups.map((state) => decisionView(plan, state, { where: place, sent })),
    decisionsTitle: decisionsTitle(groups.length, nothing),
    unresolvedNumber: plan.unresolvedCount,
  };
}

function decisionsTitle(groups: number, nothing: boolean): string {
  return nothing
    ? `${counted(groups, 'group of values stays', 'groups of values stay')} empty`
    : `${counted(groups, 'group needs', 'groups need')} a decision`;
}

function headOf({ source, destination }: RestorePlan, reader: Reader) {
  const date = new Date(source.backupDate);
  const isDate = !Number.isNaN(date.getTime());
  return {
    source: {
      schemaName: source.schemaName,
      schemaKey: source.schemaKey,
      date: isDate ? showDate(date, reader) : undefined,
    },
    destination: {
      ...destination,
      where: destinationWords(destination),
      place: placeName(destination),
      host: hostOf(destination.siteUrl),
    },
  };
}

function figuresOf(plan: RestorePlan, groups: readonly GroupState[]) {
  const { objects, complete, partial, failing, leftEmpty, mapped } = planFigures(plan, groups);
  const label = `${count(complete)} complete, ${count(partial)} with values left empty, ${count(failing)} not created`;
  const bar = barView(
    [
      { look: 'ok', number: complete },
      { look: 'part', number: partial },
      { look: 'fail', number: failing },
    ],
    label,
  );
  const empty = `${counted(leftEmpty, 'value')} left empty`;
  return {
    bar,
    complete: count(complete),
    partial: count(partial),
    failing: count(failing),
    objects: counted(objects, 'object'),
    decided: `${empty}, ${count(mapped)} mapped`,
    run: `Restore ${counted(objects, 'object')}`,
  };
}

/** "1 schema, 11 object types, 46 attributes, 1,220 objects". */
function createdWords({ destination, types, attributes, objects }: RestorePlan): string {
  const made = types.filter(({ action }) => action === 'create').length;
  const parts: [number, string][] = [
    [destination.isNew ? 1 : 0, 'schema'],
    [made, 'object type'],
    [attributes.create, 'attribute'],
    [objects.create, 'object'],
  ];
  const words = parts
    .filter(([number]) => number > 0)
    .map(([number, noun]) => counted(number, noun));
  return words.length > 0 ? words.join(', ') : 'nothing';
}

const costOf = ({ calls, minutes, quota, objects, secondCalls }: RestorePlan) => ({
  calls: count(calls),
  callsCounted: counted(calls, 'call'),
  time: duration(minutes * MINUTE_MS),
  quota: quota && { before: count(quota.before), after: count(quota.after) },
  events: count(objects.create + objects.update),
  timesCounted: counted(objects.create + objects.update, 'time'),
  second: secondWords(secondCalls),
});

function secondWords(secondCalls: number): string | undefined {
  if (secondCalls === 0) return undefined;
  return `${counted(secondCalls, 'object is', 'objects are')} in a circle of references and written twice.`;
}

/** What has to be looked at, each with how many there are. */
const listsOf = (plan: RestorePlan, reader: Reader) => ({
  unresolvedMore: moreWords(
    plan.unresolvedCount,
    plan.unresolved.length,
    'The others follow the rule of their group.',
  ),
  conflicts: plan.conflicts.map((each) => ({
    ...each,
    count: count(each.count),
    example: sayExample(each.example, reader),
  })),
  conflictCount: count(plan.conflictCount),
  conflictsMore: moreWords(
    plan.conflictRules,
    plan.conflicts.length,
    'Other values the destination refuses are skipped, too.',
  ),
  differences: plan.differences.map((each) => ({
    ...each,
    here: sayValue(each.here, reader),
    backup: sayValue(each.backup, reader),
  })),
  differenceCount: count(plan.differenceCount),
  differencesMore: moreWords(plan.differenceCount, plan.differences.length, ''),
  notes: plan.notes,
  otherwise: count(plan.differenceCount + plan.notes.length),
});

/** "Showing the first 500 of 1,204." Undefined where all are listed. */
function moreWords(all: number, listed: number, then: string): string | undefined {
  if (all <= listed) return undefined;
  const first = Math.min(listed, MAX_LISTED);
  return `Showing the first ${count(first)} of ${count(all)}. ${then}`.trim();
}

/** A label with a value of it. */
function sayExample(example: string, reader: Reader): string {
  const at = example.lastIndexOf(': ') + 2;
  return at < 2
    ? sayValue(example, reader)
    : example.slice(0, at) + sayValue(example.slice(at), reader);
}
