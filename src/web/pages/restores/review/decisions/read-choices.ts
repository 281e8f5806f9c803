/** The rules that are chosen under Review, one field for each unresolved thing of the plan. */
import type { RestorePlan } from '../../../../../core/restores/plan/restore-plan.ts';
import type { Unresolved } from '../../../../../core/restores/resolve/unresolved.ts';
import type { Choice, Choices } from '../../../../../core/restores/restore-input.ts';
import { choiceField } from '../../../../../core/use-cases/restores/confirm-choices.ts';
import type { FieldErrors, Fields } from '../../../../forms/fields.ts';
import {
  LEAVE_EMPTY,
  OPTION,
  sentRule,
  STOP,
  TYPED,
  TYPED_KINDS,
  typedFieldOf,
  type SentRule,
} from './sent-rule.ts';

type Plan = Pick<RestorePlan, 'unresolved'>;

/**
 * What was chosen, and what is wrong with it by field. Rules that are the plan's own (leave empty,
 * of attributes keep as text) are not named.
 */
export function readChoices(
  form: Fields,
  { unresolved }: Plan,
): { choices: Choices; errors: FieldErrors } {
  const choices: Choice[] = [];
  const errors: Record<string, string> = {};
  for (const [at, thing] of unresolved.entries()) {
    const sent = sentRule(thing, at, form);
    const { kind, id } = thing;
    if (kind === 'attribute') {
      choices.push(...attributeChoice(id, sent));
      continue;
    }
    const to = sent.rule === STOP || sent.rule === LEAVE_EMPTY ? '' : mappedTo(thing, sent);
    if (sent.rule === STOP) choices.push({ kind, id, rule: 'stop' });
    else if (to === undefined) errors[typedFieldOf(thing, at)] = mistakeIn(thing, sent.typed);
    else if (sent.rule !== LEAVE_EMPTY) choices.push({ kind, id, rule: 'map', to });
  }
  return { choices, errors };
}

/** Nothing where the values become text, as they do anyway. */
function attributeChoice(id: string, { rule }: SentRule): Choice[] {
  if (rule === STOP) return [{ kind: 'attribute', id, rule: 'stop' }];
  return rule === LEAVE_EMPTY ? [{ kind: 'attribute', id, rule: 'empty' }] : [];
}

/** What core refused of the choices, by the field that they were made in. */
export function choiceErrors(fields: FieldErrors, { unresolved }: Plan): FieldErrors {
  return Object.fromEntries(
    unresolved.flatMap((thing, at) => {
      const error = fields[choiceField(thing.kind, thing.id)];
      return error === undefined ? [] : [[typedFieldOf(thing, at), error]];
    }),
  );
}

/** Undefined for typed text that can't be an account or object. */
function mappedTo(thing: Unresolved, { rule, typed }: SentRule): string | undefined {
  return rule === TYPED ? typedId(thing, typed) : rule.slice(OPTION.length);
}

function typedId({ kind, options }: Unresolved, typed: string): string | undefined {
  if (options.length === 0) return TYPED_KINDS[kind]?.pattern.test(typed) ? typed : undefined;
  const option =
    options.find(({ name }) => name === typed) ?? options.find(({ id }) => id === typed);
  return option?.id;
}

function mistakeIn({ kind, options }: Unresolved, typed: string): string {
  const typedKind = TYPED_KINDS[kind];
  if (options.length > 0 || !typedKind) return 'Choose one from the list, or another rule.';
  return typed === '' ? typedKind.missing : typedKind.wrong;
}
