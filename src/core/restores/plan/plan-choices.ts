import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { Choice, ChoiceKind, Choices } from '../restore-input.ts';

/** Nothing is chosen for it any more, whatever the plan was made with. */
type Unset = { kind: ChoiceKind; id: string; rule: 'unset' | 'unset-all' };

/**
 * What was chosen under Review since the plan was made: `toName` is what a person calls that which
 * something was mapped to.
 */
export type PlanChoice = (Choice | Unset) & { toName?: string | undefined };

/**
 * Keeps what is chosen under Review, so that it survives a reload, the way back to the options, and
 * a new plan. What it says in words is sealed.
 */
export interface PlanChoices {
  /** In any order: at most one for each thing, and one for each group. */
  of(tenantId: TenantId, planId: RunId): Promise<PlanChoice[]>;
  /** Each replaces the one for the same thing or group. Repeatable. */
  save(tenantId: TenantId, planId: RunId, choices: readonly PlanChoice[]): Promise<void>;
}

/** The same for two choices that take each other's place. */
export const choiceKey = ({ kind, id, rule }: PlanChoice): string =>
  `${rule.endsWith('-all') ? 'all' : 'one'} ${kind} ${id}`;

/** The choices that a plan was made with, and those that were made later in their place. */
export function withPlanChoices(made: Choices, later: readonly PlanChoice[]): PlanChoice[] {
  const byKey = new Map(made.map((each): [string, PlanChoice] => [choiceKey(each), each]));
  for (const each of later) byKey.set(choiceKey(each), each);
  return [...byKey.values()];
}

/** As they are handed to a run. */
export const choicesFrom = (choices: readonly PlanChoice[]): Choice[] =>
  choices.flatMap(({ toName: _name, ...choice }) => (isChosen(choice) ? [choice] : []));

const isChosen = (choice: Choice | Unset): choice is Choice => !choice.rule.startsWith('unset');
