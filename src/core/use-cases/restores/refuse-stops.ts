import { count, counted } from '../../kernel/counted.ts';
import { InvalidInput } from '../../kernel/errors.ts';
import type { PlanGroup } from '../../restores/plan/plan-group.ts';
import type { RestorePlan } from '../../restores/plan/restore-plan.ts';
import {
  CHOICE_KINDS,
  choicesOf,
  groupChoices,
  type Choices,
} from '../../restores/restore-input.ts';

const MAX_NAMED = 3;

/** What a plan says of things for which something can be chosen. */
export type StoppablePlan = Pick<RestorePlan, 'unresolved' | 'unresolvedCount' | 'groups'>;
type Thing = StoppablePlan['unresolved'][number];

/** Why a restore is stopped: one thing, or those of a group. */
interface Stop {
  name: string;
  things: number;
}

/**
 * Refuses while a rule says stop, be it for something that the plan lists, or for a whole group of
 * which the plan doesn't list everything. @throws InvalidInput `choices`
 */
export function refuseStops(plan: StoppablePlan, choices: Choices): void {
  const stops = [...listedStops(plan, choices), ...unlistedStops(plan, choices)];
  if (stops.length === 0) return;
  const named = stops.slice(0, MAX_NAMED);
  const names = named.map(({ name }) => name).join(', ');
  const others = stops.slice(MAX_NAMED).reduce((sum, { things }) => sum + things, 0);
  const more = others > 0 ? ` and ${count(others)} more` : '';
  throw new InvalidInput({
    choices: `You chose to stop because of ${names}${more}. Choose another rule to restore.`,
  });
}

const groupOf = ({ kind, group = kind }: Thing): string => group;

/** Things whose own rule, or that of their group, says stop. */
function listedStops({ unresolved }: StoppablePlan, choices: Choices): Stop[] {
  const byGroup = groupChoices(choices);
  const byKind = new Map(CHOICE_KINDS.map((kind) => [kind, choicesOf(choices, kind)]));
  const isStopped = (thing: Thing): boolean => {
    const own = byKind.get(thing.kind)?.get(thing.id);
    return own ? own.rule === 'stop' : byGroup.get(groupOf(thing))?.rule === 'stop-all';
  };
  return unresolved.filter(isStopped).map(({ name }) => ({ name, things: 1 }));
}

/** What follows the rule of a group to stop, because nobody can give it one of its own. */
function unlistedStops(
  { unresolved, unresolvedCount, groups = [] }: StoppablePlan,
  choices: Choices,
): Stop[] {
  if (unresolvedCount <= unresolved.length) return [];
  const byGroup = groupChoices(choices);
  const stopped = groups.filter(({ id }) => byGroup.get(id)?.rule === 'stop-all');
  return stopped.flatMap((group) => {
    const listed = unresolved.filter((thing) => groupOf(thing) === group.id).length;
    const things = group.things - listed;
    return things > 0 ? [{ name: unlistedWords(group, things), things }] : [];
  });
}

/** "300 objects of the schema Offices", "20 missing things in Laptop › Owner". */
function unlistedWords({ schema, attributes }: PlanGroup, things: number): string {
  if (schema) return `${counted(things, 'object')} of the schema ${schema.name}`;
  const missing = counted(things, 'missing thing');
  const where = attributes.map(({ name }) => name).join(', ');
  return where === '' ? missing : `${missing} in ${where}`;
}
