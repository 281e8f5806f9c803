import { count } from '../formats/numbers.ts';
import type { ChoiceKind } from '../../../core/restores/restore-input.ts';

const WORDS: Record<ChoiceKind, { one: string; many: string }> = {
  user: { one: 'person', many: 'people' },
  group: { one: 'group', many: 'groups' },
  status: { one: 'status', many: 'statuses' },
  project: { one: 'project', many: 'projects' },
  version: { one: 'version', many: 'versions' },
  icon: { one: 'icon', many: 'icons' },
  reference: { one: 'object', many: 'objects' },
  issue: { one: 'issue', many: 'issues' },
  attribute: { one: 'attribute', many: 'attributes' },
};

/** What things of a kind are called, one or several. */
export const thingsWord = (kind: ChoiceKind, number: number): string =>
  number === 1 ? WORDS[kind].one : WORDS[kind].many;

/** Such as "1 issue with a rule of its own": one that isn't its group's. */
export function thingsWithOwnRules(kind: ChoiceKind, number: number): string {
  const things = `${count(number)} ${thingsWord(kind, number)}`;
  if (number !== 1) return `${things} with rules of their own`;
  return `${things} with a rule of ${kind === 'user' ? 'their' : 'its'} own`;
}
