import type { RestoreContext } from '../../context/restore-context.ts';
import type { RestoreInput } from '../../restore-input.ts';
import type { FoundConflicts } from './find-conflicts.ts';
import { MAX_LISTED } from '../max-listed.ts';
import { NOTHING_OUTSIDE, type OutsideObjects } from './outside-objects.ts';
import { planGroups } from './plan-groups.ts';
import { referencedTypes } from './referenced-types.ts';
import type { PlannedIssues } from '../plan-issues.ts';
import type { RestorePlan } from '../restore-plan.ts';

const NOTHING_MISSING: FoundConflicts['missing'] = {
  byCause: new Map(),
  combinations: new Map(),
  failing: 0,
};

type Decisions = Pick<
  RestorePlan,
  'unresolved' | 'options' | 'unresolvedCount' | 'groups' | 'outcome'
>;

/** Of what was found out beside the context. */
interface DecisionFacts {
  outside?: OutsideObjects | undefined;
  missing?: FoundConflicts['missing'] | undefined;
  referencedBy: FoundConflicts['referencedBy'];
  issues?: PlannedIssues | undefined;
}

/** What an administrator decides about. What there is to choose from is stored once by kind. */
export function planDecisions(
  context: RestoreContext,
  input: RestoreInput,
  facts: DecisionFacts,
): Decisions {
  const { outside = NOTHING_OUTSIDE, missing = NOTHING_MISSING, referencedBy, issues } = facts;
  const found = { missing, referencedBy, outside, doubtfulIssues: issues?.doubtful };
  const grouping = planGroups({ context, input, ...found });
  const { unresolved, moreUnresolved } = context.matches;
  const withOptions = unresolved.filter(({ options }) => options.length > 0);
  const listed = listSome(unresolved).map((each) => {
    const plain = { ...each, options: [], group: grouping.groupOf(each) };
    if (each.kind !== 'reference') return plain;
    const types = referencedTypes(context, referencedBy.get(each.id) ?? []);
    return { ...plain, ...nameOutside(each.id, outside), types };
  });
  return {
    unresolved: listed,
    options: Object.fromEntries(withOptions.map(({ kind, options }) => [kind, options])),
    unresolvedCount: unresolved.length + moreUnresolved,
    groups: grouping.groups,
    outcome: grouping.outcome,
  };
}

function nameOutside(
  id: string,
  { objects }: OutsideObjects,
): Pick<RestorePlan['unresolved'][number], 'name' | 'label' | 'key' | 'schema'> {
  const known = objects.get(id);
  if (!known) return { name: `Unknown object (ID ${id})` };
  const { key, label, schema } = known;
  return { name: `${key} ${label}`, key, label, schema: schema?.name };
}

/** Of each kind some, where there are too many, in their order. */
function listSome(
  unresolved: RestoreContext['matches']['unresolved'],
): RestoreContext['matches']['unresolved'] {
  if (unresolved.length <= MAX_LISTED) return unresolved;
  const kinds = [...Map.groupBy(unresolved, ({ kind }) => kind).values()];
  const listed = new Set<(typeof unresolved)[number]>();
  for (let at = 0; listed.size < MAX_LISTED; at += 1)
    for (const those of kinds) {
      const each = those[at];
      if (each && listed.size < MAX_LISTED) listed.add(each);
    }
  return unresolved.filter((each) => listed.has(each));
}
