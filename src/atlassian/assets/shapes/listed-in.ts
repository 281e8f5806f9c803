import { asMembers } from '../../../core/kernel/field-forms.ts';

/**
 * A list that is the answer, or that the answer holds under the first of these names where there is
 * one; undefined where there is none.
 */
export function listedIn(json: unknown, names: readonly string[]): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json;
  const members = asMembers(json) ?? {};
  return names.map((name) => members[name]).find((each) => Array.isArray(each));
}
