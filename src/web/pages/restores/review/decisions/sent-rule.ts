import type { Unresolved } from '../../../../../core/restores/resolve/unresolved.ts';
import type { Choice, ChoiceKind } from '../../../../../core/restores/restore-input.ts';
import type { Fields } from '../../../../forms/fields.ts';

/** How the rule for one unresolved thing is sent: a rule, and what was typed with it. */
export interface SentRule {
  rule: string;
  typed: string;
}

/** Rules that need no more, and have no option's name. */
export const LEAVE_EMPTY = '';
export const STOP = 'stop';
/** Of an attribute of a kind that the destination lacks: its values become text. */
export const KEEP_AS_TEXT = 'text';
/** The rule that is completed by typed text, and the prefix of rules that name an option. */
export const TYPED = 'typed';
export const OPTION = 'to:';
/** More options than this become suggestions while typing, not rules of their own. */
const MAX_OPTION_RULES = 50;
const MAX_TYPED = 200;

interface TypedKind {
  rule: string;
  what: string;
  pattern: RegExp;
  missing: string;
  wrong: string;
}
/** Kinds that nobody can list are typed. */
export const TYPED_KINDS: Partial<Record<ChoiceKind, TypedKind>> = {
  user: {
    rule: 'Map to an account…',
    what: 'Account ID',
    pattern: /^([\w:.-]{1,128}|[^\s@]{1,100}@[^\s@]{1,150})$/,
    missing: 'Enter the account ID or email to use instead, or choose another rule.',
    wrong:
      "This isn't an account ID or email. An account ID has letters, digits, colons and hyphens.",
  },
  reference: {
    rule: 'Map to an object…',
    what: 'Object key or ID',
    pattern: /^([A-Za-z][A-Za-z\d]{0,49}-)?\d{1,19}$/,
    missing: 'Enter the key of the object to use instead, or choose another rule.',
    wrong: "This isn't an object key, such as ITSM-12, or an ID.",
  },
};

/**
 * Fields are named by the thing's position in the plan: ids hold characters that names of fields
 * may not.
 */
export const fieldOf = ({ kind }: Unresolved, at: number): string => `choice-${kind}-${at}`;
/** Of what is typed with the rule. */
export const typedFieldOf = (thing: Unresolved, at: number): string => `${fieldOf(thing, at)}-to`;

const hasManyOptions = ({ options }: Unresolved): boolean => options.length > MAX_OPTION_RULES;

/** How a thing is mapped: by typing, by choosing an option, or not at all. */
export function mappingOf(thing: Unresolved): 'typed' | 'typed-from-list' | 'options' | 'none' {
  if (!thing.mappable) return 'none';
  if (hasManyOptions(thing)) return 'typed-from-list';
  if (thing.options.length > 0) return 'options';
  return TYPED_KINDS[thing.kind] ? 'typed' : 'none';
}

const isTyped = (thing: Unresolved): boolean => mappingOf(thing).startsWith('typed');

/** What happens by default. */
const ruleAtFirst = ({ kind }: Pick<Unresolved, 'kind'>): string =>
  kind === 'attribute' ? KEEP_AS_TEXT : LEAVE_EMPTY;

/** The rule as sent; an invalid one counts as the default. */
export function sentRule(thing: Unresolved, at: number, form: Fields): SentRule {
  const rule = form[fieldOf(thing, at)] ?? ruleAtFirst(thing);
  const typed = (form[typedFieldOf(thing, at)] ?? '').trim().slice(0, MAX_TYPED);
  return { rule: canBeChosen(thing, rule) ? rule : ruleAtFirst(thing), typed };
}

function canBeChosen(thing: Unresolved, rule: string): boolean {
  if (rule === STOP || rule === LEAVE_EMPTY) return true;
  if (rule === KEEP_AS_TEXT) return thing.kind === 'attribute';
  if (rule === TYPED) return isTyped(thing);
  return rule.startsWith(OPTION) && hasOption(thing, rule.slice(OPTION.length));
}

const hasOption = ({ mappable, options }: Unresolved, id: string): boolean =>
  mappable && options.some((option) => option.id === id);

/** The rule of a stored choice; the default if there is none. */
export function storedRule(thing: Unresolved, choice: Choice | undefined): SentRule {
  if (choice?.rule !== 'map') return { rule: plainRule(thing, choice), typed: '' };
  const chosen = choice.to;
  if (isTyped(thing)) {
    const option = thing.options.find(({ id }) => id === chosen);
    return { rule: TYPED, typed: option?.name ?? chosen };
  }
  return { rule: hasOption(thing, chosen) ? `${OPTION}${chosen}` : LEAVE_EMPTY, typed: '' };
}

/** Of a choice that names nothing else. */
function plainRule(thing: Unresolved, choice: Choice | undefined): string {
  if (!choice) return ruleAtFirst(thing);
  if (choice.rule === 'text') return KEEP_AS_TEXT;
  return choice.rule === 'empty' ? LEAVE_EMPTY : STOP;
}
