import type { PlanBlocker } from '../../../../core/restores/plan/plan-blocker.ts';
import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import { count } from '../../../view/formats/numbers.ts';

/** What stands in the way of a restore, and what to do about it. */
export interface BlockerView {
  what: string;
  todo: string;
  rights: { name: string; state: 'yes' | 'no' | 'unknown'; text: string }[];
  /** What is offered beside *Recalculate*. */
  toDestination: boolean;
  toTargets: boolean;
}

const RIGHTS: Record<NonNullable<PlanBlocker['rights']>[number]['right'], string> = {
  'create-schemas': 'Create schemas',
  'manage-schema': 'Change the schema (Object Schema Manager)',
  'browse-users': 'Find people and groups',
};

export function blockersView({ blockers, blocked, destination }: RestorePlan): {
  blockers: BlockerView[];
  blocked: string | undefined;
} {
  const all = blocked ?? blockers.map((what) => ({ code: undefined, what, todo: '' }));
  return {
    blockers: all.map((each) => ({
      what: each.what,
      todo: each.todo,
      rights: ('rights' in each ? (each.rights ?? []) : []).map(({ right, granted }) => ({
        name: RIGHTS[right],
        ...stateOf(granted),
      })),
      toDestination: each.code !== undefined && DESTINATION_CODES.has(each.code),
      toTargets: each.code === 'rights' && destination.targetName !== undefined,
    })),
    blocked: fixWords(all.length),
  };
}

const DESTINATION_CODES = new Set<PlanBlocker['code']>(['name-taken', 'key-taken', 'schema-gone']);

function stateOf(
  granted: boolean | undefined,
): Pick<BlockerView['rights'][number], 'state' | 'text'> {
  if (granted === undefined) return { state: 'unknown', text: 'not known' };
  return granted ? { state: 'yes', text: 'granted' } : { state: 'no', text: 'missing' };
}

function fixWords(number: number): string | undefined {
  if (number === 0) return undefined;
  return number === 1 ? 'Fix the blocker to continue' : `Fix ${count(number)} blockers to continue`;
}
