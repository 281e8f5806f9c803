import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import { count } from '../../../view/formats/numbers.ts';

/** How many of one sort are created, changed and left as they are; a dash where that cannot be. */
export interface PlanSumView {
  name: string;
  created: string;
  changed: string;
  left: string;
}

type Sum = [name: string, created: number, changed?: number, left?: number];

export function planSumsView(plan: RestorePlan): PlanSumView[] {
  const { objects, attributes, statuses, referenceTypes, properties, roles, comments } = plan;
  const { attachments } = plan;
  const types = typeSums(plan);
  const sums: Sum[] = [
    ['Objects', objects.create, objects.update, objects.leave],
    ['Object types', types.create, types.change, types.leave],
    ['Attributes', attributes.create, attributes.change, attributes.leave],
    ['Statuses', statuses.length],
    ['Reference types', referenceTypes.length],
    ...(properties ? [['Schema properties', 0, properties] satisfies Sum] : []),
    ...(comments === undefined ? [] : [['Comments, at most', comments] satisfies Sum]),
    ...(attachments === undefined ? [] : [['Attachments, at most', attachments] satisfies Sum]),
    ...(roles === undefined ? [] : [['Roles', 0, roles] satisfies Sum]),
    ...issueSums(plan),
  ];
  return sums.map(([name, created, changed, left]) => ({
    name,
    created: count(created),
    changed: countOrDash(changed),
    left: countOrDash(left),
  }));
}

/** The destination has everything of the backup already, and there is nothing to decide. */
export function changesNothing(plan: RestorePlan): boolean {
  const {
    objects,
    attributes,
    statuses,
    referenceTypes,
    properties = 0,
    roles = 0,
    comments = 0,
    attachments = 0,
  } = plan;
  const types = typeSums(plan);
  const changes = [
    objects.create,
    objects.update,
    types.create,
    types.change,
    attributes.create,
    attributes.change,
    statuses.length,
    referenceTypes.length,
    properties,
    roles,
    comments,
    attachments,
    plan.issues?.set ?? 0,
    plan.issues?.doubtful?.things ?? 0,
  ];
  return !plan.destination.isNew && changes.every((number) => number === 0);
}

/** Where issues are restored. */
function issueSums({ issues }: RestorePlan): Sum[] {
  if (!issues?.chosen) return [];
  return [['Fields of issues', 0, issues.set, issues.total - issues.set]];
}

function typeSums({ types }: RestorePlan): Record<'create' | 'change' | 'leave', number> {
  const sums = { create: 0, change: 0, leave: 0 };
  for (const { action } of types) sums[action] += 1;
  return sums;
}

const countOrDash = (value: number | undefined): string =>
  value === undefined ? '–' : count(value);
