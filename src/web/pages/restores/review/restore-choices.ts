/** The rules that are chosen under Review, one field for each unresolved thing of the plan, named by its place in it (ids hold signs that names of fields may not). */
import { choiceField } from '../../../../core/use-cases/restores/confirm-choices.ts';
import type { RestorePlan } from '../../../../core/restores/plan/restore-plan.ts';
import type { Unresolved } from '../../../../core/restores/resolve/unresolved.ts';
import {
  LEAVE_EMPTY,
  STOP,
  type ChoiceKind,
  type Choices,
} from '../../../../core/restores/restore-input.ts';

interface Typed {
  rule: string;
  what: string;
  form: RegExp;
  missing: string;
  wrong: string;
}
/** What nobody can list is typed. */
const TYPED_KINDS: Partial<Record<ChoiceKind, Typed>> = {
  user: {
    rule: 'Map to an account …',
    what: 'Account id',
    form: /^[\w:.-]{1,128}$/,
    missing: 'Type the account id that is used instead, or choose another rule.',
    wrong: 'This is not an account id. It has letters, digits, colons and hyphens.',
  },
  reference: {
    rule: 'Map to an object …',
    what: 'Object key or id',
    form: /^([A-Za-z][A-Za-z\d]{0,49}-)?\d{1,19}$/,
    missing: 'Type the key of the object that is named instead, or choose another rule.',
    wrong: 'This is not a key of an object, such as ITSM-12, nor an id.',
  },
};
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
  /** Where what it is mapped to is typed: an account id or object, or one of many options, which the named list offers. */
  typable: false | { label: string; placeholder: string; list: string | false };
  typed: string;
  error: string | undefined;
  stops: boolean;
}

const fieldOf = ({ kind }: Unresolved, at: number): string => `choice-${kind}-${at}`;

/** What was chosen, and what is wrong with it by field. Rules that leave empty are the plan's own and are not named. */
export function readChoices(
  form: Form,
  { unresolved }: RestorePlan,
): { choices: Choices; errors: Record<string, string> } {
  const choices: Choices = {};
  const errors: Record<string, string> = {};
  for (const [at, thing] of unresolved.entries()) {
    const field = fieldOf(thing, at);
    const { rule, typed } = ruleOf(thing, at, form, {});
    const to =
      rule === TYPED
        ? typedId(thing, typed)
        : rule.startsWith(OPTION)
          ? rule.slice(OPTION.length)
          : rule;
    if (to === undefined) errors[`${field}-to`] = mistake(thing, typed);
    else if (to !== LEAVE_EMPTY) (choices[thing.kind] ??= {})[thing.id] = to;
  }
  return { choices, errors };
}

/** What core refused of the choices, by the field that they were made in. */
export function choiceErrors(
  fields: Readonly<Record<string, string>>,
  { unresolved }: RestorePlan,
): Record<string, string> {
  return Object.fromEntries(
    unresolved.flatMap((thing, at) => {
      const error = fields[choiceField(thing.kind, thing.id)];
      return error === undefined ? [] : [[`${fieldOf(thing, at)}-to`, error]];
    }),
  );
}

/** `form` is what was sent and refused; without it the stored choices are shown. */
export function choiceLine(
  thing: Unresolved,
  at: number,
  choices: Choices,
  again?: { form: Form; errors: Record<string, string> },
): ChoiceLine {
  const { kind, name, uses, why, mappable, options } = thing;
  const field = fieldOf(thing, at);
  const { rule, typed } = ruleOf(thing, at, again?.form, choices);
  const typable = typableOf(thing);
  const rules = [
    { value: LEAVE_EMPTY, text: LEFT[kind] },
    { value: STOP, text: 'Stop: do not run' },
    ...(typable
      ? [{ value: TYPED, text: typable.list === false ? TYPED_KINDS[kind]!.rule : 'Map to …' }]
      : mappable
        ? options.map((option) => ({
            value: `${OPTION}${option.id}`,
            text: `Map to ${option.name}`,
          }))
        : []),
  ];
  return {
    field,
    name,
    uses: usesOf(thing, uses),
    why,
    rules: rules.map((each) => ({ ...each, chosen: each.value === rule })),
    typable,
    typed,
    error: again?.errors[`${field}-to`],
    stops: rule === STOP,
  };
}

/** An icon cannot be empty: Assets has one of its own for that. */
const LEFT: Record<ChoiceKind, string> = {
  user: 'Leave empty',
  group: 'Leave empty',
  status: 'Leave empty',
  project: 'Leave empty',
  icon: 'Use a standard icon',
  reference: 'Leave empty',
};

function typableOf({ kind, name, mappable, options }: Unresolved): ChoiceLine['typable'] {
  const what = TYPED_KINDS[kind]?.what;
  if (mappable && options.length > OPTIONS_LISTED)
    return {
      label: `What ${name} is mapped to`,
      placeholder: 'Begin to type',
      list: `options-${kind}`,
    };
  return (
    mappable &&
    options.length === 0 &&
    what !== undefined && { label: `${what} in place of ${name}`, placeholder: what, list: false }
  );
}

function typedId({ kind, options }: Unresolved, typed: string): string | undefined {
  if (options.length === 0) return TYPED_KINDS[kind]?.form.test(typed) ? typed : undefined;
  return (options.find(({ name }) => name === typed) ?? options.find(({ id }) => id === typed))?.id;
}

function mistake({ kind, options }: Unresolved, typed: string): string {
  const form = TYPED_KINDS[kind];
  if (options.length > 0 || !form) return 'Choose one of the list, or another rule.';
  return typed === '' ? form.missing : form.wrong;
}

function usesOf({ kind }: Unresolved, uses: number): string {
  const [one, several] = kind === 'icon' ? ['object type', 'object types'] : ['value', 'values'];
  return `${uses.toLocaleString('en-GB')} ${uses === 1 ? one : several}`;
}

function ruleOf(
  thing: Unresolved,
  at: number,
  form: Form | undefined,
  choices: Choices,
): { rule: string; typed: string } {
  const field = fieldOf(thing, at);
  const known = (id: string): boolean =>
    thing.mappable && thing.options.some((option) => option.id === id);
  if (form) {
    const rule = form[field] ?? LEAVE_EMPTY;
    const taken =
      rule === STOP ||
      (rule === TYPED && typableOf(thing) !== false) ||
      (rule.startsWith(OPTION) && known(rule.slice(OPTION.length)));
    return {
      rule: taken ? rule : LEAVE_EMPTY,
      typed: (form[`${field}-to`] ?? '').trim().slice(0, 200),
    };
  }
  const chosen = choices[thing.kind]?.[thing.id] ?? LEAVE_EMPTY;
  if (chosen === LEAVE_EMPTY || chosen === STOP) return { rule: chosen, typed: '' };
  if (typableOf(thing))
    return { rule: TYPED, typed: thing.options.find(({ id }) => id === chosen)?.name ?? chosen };
  return { rule: known(chosen) ? `${OPTION}${chosen}` : LEAVE_EMPTY, typed: '' };
}
