import { choiceKey, type PlanChoice } from '../../../../../core/restores/plan/plan-choices.ts';
import type { Unresolved } from '../../../../../core/restores/resolve/unresolved.ts';
import type { Choice } from '../../../../../core/restores/restore-input.ts';
import { asChoice } from './sent-decisions.ts';

/** What is chosen by now, by `choiceKey`. */
export type KeptChoices = ReadonlyMap<string, PlanChoice>;

export const keptChoices = (choices: readonly PlanChoice[]): KeptChoices =>
  new Map(choices.map((each) => [choiceKey(each), each]));

/** Undefined for a single thing that follows its group. */
export const keptChoice = ({ kind, id }: Unresolved, kept: KeptChoices): Choice | undefined =>
  asChoice(kept.get(choiceKey({ kind, id, rule: 'unset' })));
