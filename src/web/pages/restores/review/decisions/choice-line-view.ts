import type { Unresolved } from '../../../../../core/restores/resolve/unresolved.ts';
import type { Choice, ChoiceKind } from '../../../../../core/restores/restore-input.ts';
import type { FieldErrors, Fields } from '../../../../forms/fields.ts';
import {
  fieldOf,
  KEEP_AS_TEXT,
  LEAVE_EMPTY,
  mappingOf,
  OPTION,
  sentRule,
  STOP,
  storedRule,
  TYPED,
  TYPED_KINDS,
  typedFieldOf,
} from './sent-rule.ts';
import { usesWords } from './uses-words.ts';

/** One unresolved thing of the plan, with the rules that can be chosen for it. */
export interface ChoiceLineView {
  field: string;
  name: string;
  uses: string;
  why: string;
  rules: { value: string; text: string; chosen: boolean }[];
  /**
   * The field for what it is mapped to: an account id, an object, or one of many options from the
   * named list.
   */
  typable: false | { label: string; placeholder: string; list: string | false };
  typed: string;
  error: string | undefined;
  stops: boolean;
}

/**
 * The words for leaving something empty. An icon can't be empty: Assets uses a standard one. An
 * issue keeps its values.
 */
const LEFT_WORDS: Record<ChoiceKind, string> = {
  user: 'Leave empty',
  group: 'Leave empty',
  status: 'Leave empty',
  project: 'Leave empty',
  version: 'Leave empty',
  icon: 'Use a standard icon',
  reference: 'Leave empty',
  issue: 'Leave as is',
  attribute: 'Leave empty',
};

/** `refused` is what was sent and refused; without it the stored choice is shown. */
export function choiceLineView(
  thing: Unresolved,
  at: number,
  choice: Choice | undefined,
  refused?: { form: Fields; errors: FieldErrors },
): ChoiceLineView {
  const { rule, typed } = refused ? sentRule(thing, at, refused.form) : storedRule(thing, choice);
  return {
    field: fieldOf(thing, at),
    name: thing.name,
    uses: usesWords(thing.kind, thing.uses),
    why: thing.why,
    rules: rulesFor(thing).map((each) => ({ ...each, chosen: each.value === rule })),
    typable: typableOf(thing),
    typed,
    error: refused?.errors[typedFieldOf(thing, at)],
    stops: rule === STOP,
  };
}

function rulesFor(thing: Unresolved): { value: string; text: string }[] {
  const always = [
    ...(thing.kind === 'attribute' ? [{ value: KEEP_AS_TEXT, text: 'Keep as text' }] : []),
    { value: LEAVE_EMPTY, text: LEFT_WORDS[thing.kind] },
    { value: STOP, text: "Stop: don't restore" },
  ];
  return [...always, ...mappingRules(thing)];
}

function mappingRules(thing: Unresolved): { value: string; text: string }[] {
  switch (mappingOf(thing)) {
    case 'none':
      return [];
    case 'typed':
      return [{ value: TYPED, text: TYPED_KINDS[thing.kind]?.rule ?? 'Map to…' }];
    case 'typed-from-list':
      return [{ value: TYPED, text: 'Map to…' }];
    case 'options':
      return thing.options.map(({ id, name }) => ({
        value: `${OPTION}${id}`,
        text: `${thing.kind === 'issue' ? 'Set' : 'Map'} to ${name}`,
      }));
  }
}

function typableOf(thing: Unresolved): ChoiceLineView['typable'] {
  const { kind, name } = thing;
  const mapping = mappingOf(thing);
  if (mapping === 'typed-from-list')
    return {
      label: `Map ${name} to`,
      placeholder: 'Start typing',
      list: `options-${kind}`,
    };
  const what = TYPED_KINDS[kind]?.what;
  if (mapping !== 'typed' || what === undefined) return false;
  return { label: `${what} instead of ${name}`, placeholder: what, list: false };
}
