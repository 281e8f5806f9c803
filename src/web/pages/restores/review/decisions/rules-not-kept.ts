import type { RestorePlan } from '../../../../../core/restores/plan/restore-plan.ts';
import type { FieldErrors } from '../../../../forms/fields.ts';
import type { Flag } from '../../../../handling/reply.ts';
import { count, counted } from '../../../../view/formats/numbers.ts';
import { placeName } from '../../destination/place-name.ts';
import { groupTitle } from './group-title.ts';
import { groupsOf, thingsOf } from './plan-figures.ts';
import { ruleTypedField } from './sent-decisions.ts';
import { typedFieldOf } from './sent-rule.ts';

/** More of them would be gone before they are read. */
const MAX_NAMED = 3;

/** What is said of rules that can't be followed, while a new plan is made without them. */
export function rulesNotKept(errors: FieldErrors, plan: RestorePlan): Flag | undefined {
  const mistakes = [...ofGroups(errors, plan), ...ofThings(errors, plan)];
  if (mistakes.length === 0) return undefined;
  const named = mistakes.slice(0, MAX_NAMED).map(({ name, why }) => `${name}: ${why}`);
  const more = mistakes.length - named.length;
  return {
    type: 'error',
    title: `${counted(mistakes.length, 'rule')} couldn't be kept`,
    body: [
      ...named,
      ...(more > 0 ? [`And ${count(more)} more.`] : []),
      'Choose again once the new plan is ready.',
    ].join(' '),
  };
}

interface Mistake {
  name: string;
  why: string;
}

function ofGroups(errors: FieldErrors, plan: RestorePlan): Mistake[] {
  const places = { where: placeName(plan.destination), source: plan.source };
  return groupsOf(plan).flatMap((group) => {
    const why = errors[ruleTypedField(group.id)];
    if (why === undefined) return [];
    const members = thingsOf(plan, group.id).map(({ thing }) => thing);
    return { name: groupTitle(group, members, places), why };
  });
}

const ofThings = (errors: FieldErrors, { unresolved }: RestorePlan): Mistake[] =>
  unresolved.flatMap((thing, at) => {
    const why = errors[typedFieldOf(thing, at)];
    return why === undefined ? [] : { name: thing.label ?? thing.name, why };
  });
