import type { PlanGroup } from '../../../../../core/restores/plan/plan-group.ts';
import type { PlanChoice } from '../../../../../core/restores/plan/plan-choices.ts';
import { choiceKey } from '../../../../../core/restores/plan/plan-choices.ts';
import type { RestorePlan } from '../../../../../core/restores/plan/restore-plan.ts';
import { CHOICE_KINDS } from '../../../../../core/restores/restore-input.ts';

/** How well the restore will turn out with the current choices. */
export interface PlanFigures {
  /** Created and updated. */
  objects: number;
  complete: number;
  /** Objects with values that are left empty. */
  partial: number;
  failing: number;
  /** Values, of all groups. */
  leftEmpty: number;
  mapped: number;
}

/** What is chosen for a group and for the things in it. */
export interface GroupState {
  group: PlanGroup;
  rule: PlanChoice | undefined;
  /** Things and values that have a rule of their own. */
  own: number;
  /** Values that are mapped, or become text. */
  mappedValues: number;
  /** Whether nothing of it is left empty. */
  isMapped: boolean;
}

export function planFigures(
  plan: Pick<RestorePlan, 'objects' | 'outcome'>,
  groups: readonly GroupState[],
): PlanFigures {
  const objects = plan.objects.create + plan.objects.update;
  const mapped = new Set(groups.filter(({ isMapped }) => isMapped).map(({ group }) => group.id));
  const failing = Math.min(objects, plan.outcome?.failing ?? 0);
  const short = (plan.outcome?.partial ?? [])
    .filter((each) => each.groups.some((id) => !mapped.has(id)))
    .reduce((sum, each) => sum + each.objects, 0);
  const partial = Math.min(objects - failing, short);
  const mappedValues = groups
    .filter(({ group }) => leavesValuesEmpty(group) && group.kind !== 'attribute')
    .reduce((sum, each) => sum + each.mappedValues, 0);
  return {
    objects,
    complete: objects - failing - partial,
    partial,
    failing,
    leftEmpty: sumLeftEmpty(groups),
    mapped: mappedValues,
  };
}

/** Values of these groups that are left empty as long as nothing else is chosen for them. */
export const sumLeftEmpty = (groups: readonly GroupState[]): number =>
  groups
    .filter(({ group }) => leavesValuesEmpty(group))
    .reduce((sum, { group, mappedValues }) => sum + group.values - mappedValues, 0);

/** Types without their icon have another one, and fields of issues stay as they are. */
const leavesValuesEmpty = ({ kind }: Pick<PlanGroup, 'kind'>): boolean =>
  kind !== 'icon' && kind !== 'issue';

/** The groups for which a rule can be chosen, with what is chosen. */
export function groupStates(plan: GroupedPlan, choices: readonly PlanChoice[]): GroupState[] {
  const byKey = new Map(choices.map((each) => [choiceKey(each), each]));
  return groupsOf(plan).map((group) => {
    const { id, kind, things, values } = group;
    const rule = byKey.get(`all ${kind} ${id}`);
    const members = plan.unresolved.filter((thing) => (thing.group ?? thing.kind) === id);
    const ruled = members.flatMap((thing) => {
      const choice = byKey.get(`one ${kind} ${thing.id}`);
      return choice && choice.rule !== 'unset' ? [{ thing, choice }] : [];
    });
    const sumOf = (wanted: (rule: PlanChoice['rule']) => boolean): number =>
      ruled
        .filter(({ choice }) => wanted(choice.rule))
        .reduce((sum, { thing }) => sum + thing.uses, 0);
    const keeping = kind === 'attribute' ? 'text' : 'map';
    const byGroup = kind === 'attribute' ? isTextAtFirst(rule) : rule?.rule === 'map-all';
    const others = sumOf((each) => each !== keeping);
    const mappedValues = byGroup ? values - others : sumOf((each) => each === keeping);
    const isMapped = byGroup
      ? others === 0
      : ruled.filter(({ choice }) => choice.rule === keeping).length === things;
    return {
      group,
      rule,
      own: ruled.length,
      mappedValues: Math.max(0, Math.min(values, mappedValues)),
      isMapped,
    };
  });
}

/** Values of attributes become text unless something else is chosen. */
const isTextAtFirst = (rule: PlanChoice | undefined): boolean =>
  rule?.rule !== 'empty-all' && rule?.rule !== 'stop-all';

type GroupedPlan = Pick<RestorePlan, 'groups' | 'unresolved'>;

/** Those that name something that is written; of plans of earlier versions one for each kind. */
export function groupsOf({ groups, unresolved }: GroupedPlan): PlanGroup[] {
  if (groups) return groups.filter(({ values }) => values > 0);
  return CHOICE_KINDS.flatMap((kind) => {
    const things = unresolved.filter((each) => each.kind === kind);
    const values = things.reduce((sum, { uses }) => sum + uses, 0);
    if (things.length === 0) return [];
    return { id: kind, kind, things: things.length, values, attributes: [], attributeCount: 0 };
  });
}

/** A thing of a group, with its place in the plan. */
export interface Member {
  thing: RestorePlan['unresolved'][number];
  at: number;
}

/** Those that a plan lists. */
export const thingsOf = (
  { unresolved }: Pick<RestorePlan, 'unresolved'>,
  groupId: string,
): Member[] =>
  unresolved
    .map((thing, at) => ({ thing, at }))
    .filter(({ thing }) => (thing.group ?? thing.kind) === groupId);
