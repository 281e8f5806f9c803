import type { MissingCause } from '../../../../../core/restores/report/missing-cause.ts';
import type { Unresolved } from '../../../../../core/restores/resolve/unresolved.ts';
import { count } from '../../../../view/formats/numbers.ts';
import { choiceLineView, type ChoiceLineView } from './choice-line-view.ts';
import type { Sent } from './decision-view.ts';
import { keptChoice, type KeptChoices } from './kept-choices.ts';
import type { Member } from './plan-figures.ts';
import { GROUP_RULE } from './sent-decisions.ts';
import { fieldOf } from './sent-rule.ts';

/** A single thing of a group, in its drawer. */
export interface SingleView extends Pick<
  ChoiceLineView,
  'field' | 'rules' | 'typable' | 'typed' | 'error'
> {
  name: string;
  detail: string | undefined;
  why: string;
  reason: string;
  uses: string;
}

/** Why something isn't there, in a word or two. */
export const CAUSES: Record<MissingCause, string> = {
  unknown: 'Unknown',
  'email-hidden': 'Email hidden',
  deactivated: 'Deactivated',
  deleted: 'Deleted',
  several: 'Ambiguous',
  unlisted: 'Not listed',
};

export function singleView({ thing, at }: Member, kept: KeptChoices, sent?: Sent): SingleView {
  const choice = keptChoice(thing, kept);
  const sentRule = sent?.form[fieldOf(thing, at)];
  const line = choiceLineView(thing, at, choice, sentRule === undefined ? undefined : sent);
  const followsGroup = sentRule === undefined ? choice === undefined : sentRule === GROUP_RULE;
  const { field, rules, typable, typed, error } = line;
  const { label, schema, key } = thing;
  const isObject = thing.kind === 'reference' && label !== undefined;
  return {
    field,
    typable,
    typed,
    error,
    name: label ?? thing.name,
    detail: isObject ? [key, schema].filter(Boolean).join(' · ') : detailOf(thing),
    why: thing.why,
    reason: reasonOf(thing),
    uses: count(thing.uses),
    rules: [
      { value: GROUP_RULE, text: 'Group rule', chosen: followsGroup },
      ...rules.map((each) => ({ ...each, chosen: each.chosen && !followsGroup })),
    ],
  };
}

/** The reason why an issue may be a different one matters for choosing its rule. */
const detailOf = ({ kind, why, email }: Unresolved): string | undefined =>
  kind === 'issue' ? why : email;

/** An issue that is missing is none that a rule is chosen for. */
function reasonOf({ kind, state }: Unresolved): string {
  if (kind === 'issue') return 'Different';
  return state ? CAUSES[state] : 'Missing';
}
