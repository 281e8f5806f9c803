/** The rules that are chosen under Review, one field for each unresolved thing of the plan, named by its place in it (ids hold signs that names of fields may not). */
import type { RestorePlan, Unresolved } from '../../core/restore/plan/restore-plan.ts';
import { LEAVE_EMPTY, STOP, type ChoiceKind, type Choices } from '../../core/restore/restore-input.ts';

const ACCOUNT_ID = /^[\w:.-]{1,128}$/;
/** More than these are offered while one types, not as one rule each. */
export const OPTIONS_LISTED = 50;
const TYPED = 'typed';
const OPTION = 'to:';

type Form = Record<string, string>;
export interface ChoiceLine {
  field: string;
  name: string;
  uses: string;
  why: string;
  rules: { value: string; text: string; chosen: boolean }[];
  /** Whether what it is mapped to is typed: an account id, or one of many options, which the named list offers. */
  typable: boolean;
  list: string | false;
  typed: string;
  error: string | undefined;
  stops: boolean;
}

const fieldOf = ({ kind }: Unresolved, at: number): string => `choice-${kind}-${at}`;

/** What was chosen, and what is wrong with it by field. Rules that leave empty are the plan's own and are not named. */
export function readChoices(form: Form, { unresolved }: RestorePlan): { choices: Choices; errors: Record<string, string> } {
  const choices: Choices = {};
  const errors: Record<string, string> = {};
  for (const [at, thing] of unresolved.entries()) {
    const field = fieldOf(thing, at);
    const { rule, typed } = ruleOf(thing, at, form, {});
    const to = rule === TYPED ? typedId(thing, typed) : rule.startsWith(OPTION) ? rule.slice(OPTION.length) : rule;
    if (to === undefined) errors[`${field}-to`] = mistake(thing, typed);
    else if (to !== LEAVE_EMPTY) (choices[thing.kind] ??= {})[thing.id] = to;
  }
  return { choices, errors };
}

/** `form` is what was sent and refused; without it the stored choices are shown. */
export function choiceLine(thing: Unresolved, at: number, choices: Choices, again?: { form: Form; errors: Record<string, string> }): ChoiceLine {
  const { kind, name, uses, why, mappable, options } = thing;
  const field = fieldOf(thing, at);
  const { rule, typed } = ruleOf(thing, at, again?.form, choices);
  const typable = canBeTyped(thing);
  const rules = [
    { value: LEAVE_EMPTY, text: LEFT[kind] }, { value: STOP, text: 'Stop: do not run' },
    ...(typable ? [{ value: TYPED, text: options.length === 0 ? 'Map to an account …' : 'Map to …' }] : mappable ? options.map((option) => ({ value: `${OPTION}${option.id}`, text: `Map to ${option.name}` })) : []),
  ];
  return { field, name, uses: usesOf(thing, uses), why, rules: rules.map((each) => ({ ...each, chosen: each.value === rule })), typable, list: typable && options.length > 0 && `options-${kind}`, typed, error: again?.errors[`${field}-to`], stops: rule === STOP };
}

/** An icon cannot be empty: Assets has one of its own for that. */
const LEFT: Record<ChoiceKind, string> = { user: 'Leave empty', group: 'Leave empty', status: 'Leave empty', project: 'Leave empty', icon: 'Use a standard icon', reference: 'Leave empty' };
const canBeTyped = ({ mappable, options }: Unresolved): boolean => mappable && (options.length === 0 || options.length > OPTIONS_LISTED);

function typedId({ options }: Unresolved, typed: string): string | undefined {
  if (options.length === 0) return ACCOUNT_ID.test(typed) ? typed : undefined;
  return (options.find(({ name }) => name === typed) ?? options.find(({ id }) => id === typed))?.id;
}

function mistake({ options }: Unresolved, typed: string): string {
  if (options.length > 0) return 'Choose one of the list, or another rule.';
  return typed === '' ? 'Type the account id that is used instead, or choose another rule.' : 'This is not an account id. It has letters, digits, colons and hyphens.';
}

function usesOf({ kind }: Unresolved, uses: number): string {
  const [one, several] = kind === 'icon' ? ['object type', 'object types'] : ['value', 'values'];
  return `${uses.toLocaleString('en-GB')} ${uses === 1 ? one : several}`;
}

function ruleOf(thing: Unresolved, at: number, form: Form | undefined, choices: Choices): { rule: string; typed: string } {
  const field = fieldOf(thing, at);
  const known = (id: string): boolean => thing.mappable && thing.options.some((option) => option.id === id);
  if (form) {
    const rule = form[field] ?? LEAVE_EMPTY;
    const taken = rule === STOP || (rule === TYPED && canBeTyped(thing)) || (rule.startsWith(OPTION) && known(rule.slice(OPTION.length)));
    return { rule: taken ? rule : LEAVE_EMPTY, typed: (form[`${field}-to`] ?? '').trim().slice(0, 200) };
  }
  const chosen = choices[thing.kind]?.[thing.id] ?? LEAVE_EMPTY;
  if (chosen === LEAVE_EMPTY || chosen === STOP) return { rule: chosen, typed: '' };
  if (canBeTyped(thing)) return { rule: TYPED, typed: thing.options.find(({ id }) => id === chosen)?.name ?? chosen };
  return { rule: known(chosen) ? `${OPTION}${chosen}` : LEAVE_EMPTY, typed: '' };
}
