import type { Fields } from '../../../../forms/fields.ts';
import { keptChoice, type KeptChoices } from './kept-choices.ts';
import type { Member } from './plan-figures.ts';
import { GROUP_RULE } from './sent-decisions.ts';
import { fieldOf, storedRule, TYPED, typedFieldOf, type SentRule } from './sent-rule.ts';

/** A field that is sent along unseen. */
export interface CarriedField {
  name: string;
  value: string;
}

/**
 * What was chosen in a drawer for things that it doesn't show just now, as it was sent. A group may
 * have hundreds of things: only what differs from the kept choices is carried.
 */
export const carriedFields = (
  unseen: readonly Member[],
  kept: KeptChoices,
  form: Fields,
): CarriedField[] =>
  unseen.flatMap(({ thing, at }) => {
    const rule = form[fieldOf(thing, at)];
    if (rule === undefined) return [];
    const choice = keptChoice(thing, kept);
    const before = choice ? storedRule(thing, choice) : { rule: GROUP_RULE, typed: '' };
    const now = { rule, typed: rule === TYPED ? (form[typedFieldOf(thing, at)] ?? '') : '' };
    if (isSame(now, before)) return [];
    const carried = [{ name: fieldOf(thing, at), value: rule }];
    return rule === TYPED
      ? [...carried, { name: typedFieldOf(thing, at), value: now.typed }]
      : carried;
  });

const isSame = (one: SentRule, other: SentRule): boolean =>
  one.rule === other.rule && one.typed === other.typed;
