import { chosenFor, type PlanState } from '../../../../core/use-cases/restores/plan-state.ts';

const MAX_ROWS = 200;

/** Who or what was mapped to whom or what, and why. */
export interface MappedView {
  from: string;
  to: string;
  how: string;
}

/** From the plan that was reviewed: people found by their email, and what was chosen. */
export function mappedView(state: PlanState | undefined): MappedView[] {
  if (!state?.plan) return [];
  const { plan } = state;
  const byEmail = (plan.otherPeople ?? []).map(({ name, to }) => ({
    from: name,
    to,
    how: 'Same email',
  }));
  const names = new Map(plan.unresolved.map((each) => [`${each.kind} ${each.id}`, each.name]));
  const chosen = chosenFor(state).flatMap((choice): MappedView[] => {
    if (!('to' in choice)) return [];
    const { kind, id, rule, to, toName = to } = choice;
    const isGroup = rule === 'map-all';
    const from = isGroup ? 'Everything else in the group' : (names.get(`${kind} ${id}`) ?? id);
    return [{ from, to: toName, how: isGroup ? 'Rule of the group' : 'Your rule' }];
  });
  return [...chosen, ...byEmail].slice(0, MAX_ROWS);
}
