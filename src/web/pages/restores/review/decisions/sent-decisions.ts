/** The rules of a whole group and of single things in it, as forms of Review send them. */
import type { PlanGroup } from '../../../../../core/restores/plan/plan-group.ts';
import { choicesFrom, type PlanChoice } from '../../../../../core/restores/plan/plan-choices.ts';
import type { RestorePlan } from '../../../../../core/restores/plan/restore-plan.ts';
import type { Unresolved } from '../../../../../core/restores/resolve/unresolved.ts';
import { isForGroup, type Choice } from '../../../../../core/restores/restore-input.ts';
import {
  choiceField,
  groupChoiceField,
} from '../../../../../core/use-cases/restores/confirm-choices.ts';
import type { FieldErrors, Fields } from '../../../../forms/fields.ts';
import { groupsOf } from './plan-figures.ts';
import { choiceErrors, readChoices } from './read-choices.ts';
import { fieldOf, KEEP_AS_TEXT, LEAVE_EMPTY, typedFieldOf } from './sent-rule.ts';

type Plan = Pick<RestorePlan, 'unresolved' | 'groups'>;

/** The rule of a single thing that follows its group. */
export const GROUP_RULE = 'group';

export interface SentDecisions {
  choices: PlanChoice[];
  /** By field. */
  errors: FieldErrors;
}

export const ruleField = (groupId: string): string => `rule-${groupId}`;
export const ruleTypedField = (groupId: string): string => `${ruleField(groupId)}-to`;

/** What a form says of a plan's groups and things; fields that are not sent say nothing. */
export function readDecisions(form: Fields, plan: Plan): SentDecisions {
  const single = readSingle(form, plan);
  const choices = [...single.choices];
  const errors: Record<string, string> = { ...single.errors };
  for (const group of groupsOf(plan)) {
    if (form[ruleField(group.id)] === undefined) continue;
    const { choice, error } = readGroupRule(form, group, plan);
    if (error !== undefined) errors[ruleTypedField(group.id)] = error;
    else if (choice) choices.push(choice);
  }
  return { choices, errors };
}

/** A rule without its typed text is ignored. */
function readGroupRule(
  form: Fields,
  group: PlanGroup,
  plan: Plan,
): { choice?: PlanChoice | undefined; error?: string | undefined } {
  const { kind, id } = group;
  const thing = asOneThing(group, plan);
  const own = { [fieldOf(thing, 0)]: form[ruleField(id)] ?? '' };
  const typed = (form[ruleTypedField(id)] ?? '').trim();
  const sent = { ...own, [typedFieldOf(thing, 0)]: typed };
  const { choices, errors } = readChoices(sent, { unresolved: [thing] });
  const error = errors[typedFieldOf(thing, 0)];
  if (error !== undefined) return typed === '' ? {} : { error };
  const [choice] = choices;
  if (!choice) return { choice: { kind, id, rule: 'unset-all' } };
  return { choice: ofGroup(choice, id) };
}

function ofGroup(choice: Choice, id: string): PlanChoice {
  const { kind } = choice;
  if (choice.rule === 'map') return { kind, id, rule: 'map-all', to: choice.to };
  return { kind, id, rule: choice.rule === 'empty' ? 'empty-all' : 'stop-all' };
}

/** A group as if it were one thing: what can be chosen for it. */
export function asOneThing({ id, kind }: PlanGroup, { unresolved }: Plan): Unresolved {
  const member = unresolved.find((each) => (each.group ?? each.kind) === id);
  const isMappable = member?.mappable === true && kind !== 'reference';
  return {
    kind,
    id,
    name: id,
    uses: 0,
    why: '',
    mappable: isMappable,
    options: isMappable ? member.options : [],
  };
}

function readSingle(form: Fields, plan: Plan): SentDecisions {
  const { choices, errors } = readChoices(form, plan);
  const chosen = new Map(choices.map((each) => [choiceField(each.kind, each.id), each]));
  const all = plan.unresolved.flatMap((thing, at): PlanChoice[] => {
    const rule = form[fieldOf(thing, at)];
    const { kind, id } = thing;
    if (rule === undefined || errors[typedFieldOf(thing, at)] !== undefined) return [];
    if (rule === GROUP_RULE) return [{ kind, id, rule: 'unset' }];
    if (rule === LEAVE_EMPTY) return [{ kind, id, rule: 'empty' }];
    if (rule === KEEP_AS_TEXT) return [{ kind, id, rule: 'text' }];
    const choice = chosen.get(choiceField(kind, id));
    return choice ? [choice] : [{ kind, id, rule: 'empty' }];
  });
  return { choices: all, errors };
}

/** What core refused of choices, by the field that they were made in. */
export function decisionErrors(refused: FieldErrors, plan: Plan): FieldErrors {
  const ofGroups = groupsOf(plan).flatMap(({ id }) => {
    const error = refused[groupChoiceField(id)];
    return error === undefined ? [] : [[ruleTypedField(id), error] as const];
  });
  return { ...Object.fromEntries(ofGroups), ...choiceErrors(refused, plan) };
}

/** The stored rule of a group as the choice of one thing, to be shown. */
export function asChoice(choice: PlanChoice | undefined): Choice | undefined {
  const [plain] = choicesFrom(choice ? [choice] : []);
  if (!plain || !isForGroup(plain)) return plain;
  const { kind, id } = plain;
  if (plain.rule === 'map-all') return { kind, id, rule: 'map', to: plain.to };
  return { kind, id, rule: plain.rule === 'empty-all' ? 'empty' : 'stop' };
}
