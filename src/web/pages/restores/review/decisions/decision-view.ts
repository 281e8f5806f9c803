import type { RestorePlan } from '../../../../../core/restores/plan/restore-plan.ts';
import type { ChoiceKind } from '../../../../../core/restores/restore-input.ts';
import type { FieldErrors, Fields } from '../../../../forms/fields.ts';
import { choiceLineView, type ChoiceLineView } from './choice-line-view.ts';
import { groupAbout, groupTitle } from './group-title.ts';
import { thingsWithOwnRules } from '../../../../view/words/things-word.ts';
import { thingsOf, type GroupState } from './plan-figures.ts';
import { asChoice, asOneThing, ruleField, ruleTypedField } from './sent-decisions.ts';
import { fieldOf, TYPED, typedFieldOf } from './sent-rule.ts';

/** One group of Review, with its one rule. */
export interface DecisionView {
  id: string;
  kind: ChoiceKind;
  /** Of its icon. */
  look: 'purple' | 'teal' | 'orange' | 'magenta' | 'gray';
  title: string;
  about: string;
  rule: GroupRuleView;
  /** How many have a rule of their own. */
  own: string | undefined;
  /** What is wrong with rules of single things. */
  error: string | undefined;
}

export interface GroupRuleView extends Pick<ChoiceLineView, 'rules' | 'typable' | 'typed'> {
  field: string;
  error: string | undefined;
  stops: boolean;
  /** Suggestions while typing. */
  options: RestorePlan['unresolved'][number]['options'];
}

/** What was sent and isn't kept, and what is wrong with it, if anything. */
export interface Sent {
  form: Fields;
  errors: FieldErrors;
}

const LOOKS: Record<ChoiceKind, DecisionView['look']> = {
  user: 'purple',
  group: 'purple',
  status: 'magenta',
  project: 'orange',
  version: 'orange',
  icon: 'gray',
  reference: 'teal',
  issue: 'orange',
  attribute: 'orange',
};

export function decisionView(
  plan: RestorePlan,
  state: GroupState,
  { where, sent }: { where: string; sent?: Sent | undefined },
): DecisionView {
  const { group, own } = state;
  const members = thingsOf(plan, group.id);
  const things = members.map(({ thing }) => thing);
  const wrong = members.flatMap(({ thing, at }) => sent?.errors[typedFieldOf(thing, at)] ?? []);
  return {
    id: group.id,
    kind: group.kind,
    look: LOOKS[group.kind],
    title: groupTitle(group, things, { where, source: plan.source }),
    about: groupAbout(group, things),
    rule: groupRuleView(plan, state, sent),
    own: own > 0 ? thingsWithOwnRules(group.kind, own) : undefined,
    error: wrong[0],
  };
}

export function groupRuleView(
  plan: RestorePlan,
  { group, rule }: GroupState,
  sent: Sent | undefined,
): GroupRuleView {
  const { id, kind } = group;
  const thing = asOneThing(group, plan);
  const line = choiceLineView(thing, 0, asChoice(rule), asSent(thing, id, sent));
  const isPerson = kind === 'user';
  const what = isPerson ? 'Account ID or email' : 'Map to';
  const { rules, typed, stops, typable } = line;
  return {
    field: ruleField(id),
    rules: rules.map((each) => ({
      ...each,
      text: each.value === TYPED && isPerson ? 'Map to one person…' : each.text,
    })),
    typable: typable && {
      ...typable,
      label: what,
      placeholder: isPerson ? what : typable.placeholder,
    },
    options: typable && typable.list ? thing.options : [],
    typed,
    stops,
    error: sent?.errors[ruleTypedField(id)],
  };
}

/** What was sent for a group, in the form of a single thing. */
function asSent(
  thing: RestorePlan['unresolved'][number],
  groupId: string,
  sent: Sent | undefined,
): Sent | undefined {
  const rule = sent?.form[ruleField(groupId)];
  if (!sent || rule === undefined) return undefined;
  const typed = sent.form[ruleTypedField(groupId)] ?? '';
  return { form: { [fieldOf(thing, 0)]: rule, [typedFieldOf(thing, 0)]: typed }, errors: {} };
}
