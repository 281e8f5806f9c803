import { readSiteThing } from '../../../assets/stored/read-site-thing.ts';
import { asMembers } from '../../../kernel/json/field-forms.ts';
import type { JsonValue } from '../../../kernel/json/json-value.ts';
import type { ObjectLine } from './find-objects.ts';

export interface Names {
  users: Map<string, string>;
  objects: Map<string, ObjectLine>;
}

/** A stored value in words, with the object that it leads to. */
export interface ShownValue {
  text: string;
  object?: ObjectLine | undefined;
}

/** A stored value in words, for reading. A value of unknown form is shown as it came. */
export function showValue(value: Record<string, JsonValue>, names: Names): ShownValue {
  const more = value['more'] === undefined ? '' : ` (with it: ${JSON.stringify(value['more'])})`;
  const shown = showKnown(readSiteThing(asMembers(value['other']) ?? {}) ?? value, names);
  return { ...shown, text: `${shown.text}${more}` };
}

/** What stands for a value that has no name, in this order. */
const NAMED_BY = ['group', 'project', 'version', 'page', 'value', 'status'] as const;

function showKnown(value: Readonly<Record<string, unknown>>, names: Names): ShownValue {
  const text = (field: string): string | undefined =>
    typeof value[field] === 'string' ? value[field] : undefined;
  const user = text('user');
  if (user !== undefined) return { text: names.users.get(user) ?? `Account ${user}` };
  const object = text('object');
  if (object !== undefined) return showReference(object, names);
  const named = text('name') || NAMED_BY.map(text).find((found) => found !== undefined);
  return { text: named ?? `Kept as Assets sent it: ${JSON.stringify(value['other'] ?? value)}` };
}

function showReference(id: string, { objects }: Names): ShownValue {
  const object = objects.get(id);
  return object
    ? { text: `${object.label} (${object.key})`, object }
    : { text: `Object ${id} (not in this backup)` };
}
