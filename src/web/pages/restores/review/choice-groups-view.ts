import type { Unresolved } from '../../../../core/restores/resolve/unresolved.ts';
import {
  CHOICE_KINDS,
  choicesOf,
  type ChoiceKind,
  type Choices,
} from '../../../../core/restores/restore-input.ts';
import type { FieldErrors, Fields } from '../../../forms/fields.ts';
import { count } from '../../../view/numbers.ts';
import { choiceLineView, LEFT_WORDS, type ChoiceLineView } from './choice-line-view.ts';
import { mappingOf } from './sent-rule.ts';

/** The unresolved things of one kind, under one heading. */
export interface ChoiceGroupView {
  kind: ChoiceKind;
  title: string;
  about: string;
  count: string;
  several: boolean;
  lines: ChoiceLineView[];
  /** Offered while one types, where they are too many for rules. */
  options: Unresolved['options'];
  /** What *leave empty* is called here. */
  left: string;
}

const HEADINGS: Record<ChoiceKind, { title: string; about: string }> = {
  user: { title: 'Users', about: 'Values that name somebody whom the destination does not know.' },
  group: { title: 'Groups', about: 'Values that name a group that the destination does not have.' },
  status: { title: 'Statuses', about: 'Values with a status that cannot be had there.' },
  project: {
    title: 'Projects',
    about: 'Values that name a Jira project that the account does not see there.',
  },
  icon: { title: 'Icons', about: 'Icons of object types that the destination does not have.' },
  reference: {
    title: 'References',
    about: 'Values that point to objects outside of what is restored.',
  },
};

export function choiceGroupsView(
  unresolved: Unresolved[],
  choices: Choices,
  refused: { form: Fields; errors: FieldErrors } | undefined,
): ChoiceGroupView[] {
  const chosen = new Map(CHOICE_KINDS.map((kind) => [kind, choicesOf(choices, kind)]));
  const lines = unresolved.map((thing, at) => ({
    thing,
    line: choiceLineView(thing, at, chosen.get(thing.kind)?.get(thing.id), refused),
  }));
  const groups = CHOICE_KINDS.map((kind) => ({
    kind,
    members: lines.filter(({ thing }) => thing.kind === kind),
  }));
  return groups
    .filter(({ members }) => members.length > 0)
    .map(({ kind, members }) => ({
      kind,
      ...HEADINGS[kind],
      count: count(members.length),
      several: members.length > 1,
      lines: members.map(({ line }) => line),
      options: listedOptions(members.map(({ thing }) => thing)),
      left: LEFT_WORDS[kind],
    }));
}

/** All of a kind have the same options. */
const listedOptions = ([first]: Unresolved[]): Unresolved['options'] =>
  first && mappingOf({ ...first, mappable: true }) === 'typed-from-list' ? first.options : [];
