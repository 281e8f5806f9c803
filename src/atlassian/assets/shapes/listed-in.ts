import { asMembers } from '../../../core/kernel/json/field-forms.ts';

interface Listed {
  /** The names under which an answer may hold the list. */
  names: readonly string[];
  /** At least one of these members is in every entry; other lists hold other things. */
  members: readonly string[];
}

/**
 * A list that is the answer, or that the answer holds. Undefined if there is none, or if none of
 * its entries is what it should be.
 */
export function listedIn(
  json: unknown,
  { names, members }: Listed,
): readonly unknown[] | undefined {
  const around = asMembers(json) ?? {};
  const lists = [json, ...names.map((name) => around[name])];
  const list = lists.find((each): each is unknown[] => Array.isArray(each));
  const isOfThese = (entry: unknown): boolean => isOfList(entry, members);
  return list === undefined || list.length === 0 || list.some(isOfThese) ? list : undefined;
}

/** Whether an entry has one of the members that those of the list have. */
export function isOfList(entry: unknown, members: readonly string[]): boolean {
  const found = asMembers(entry) ?? {};
  return members.some((name) => Object.hasOwn(found, name));
}
