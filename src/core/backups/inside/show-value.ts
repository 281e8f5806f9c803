import type { JsonValue } from '../../kernel/json-value.ts';

export interface Names {
  users: Map<string, string>;
  objects: Map<string, string>;
}

/** A stored value in words, for reading. What is of no known form is shown as it came. */
export function showValue(value: Record<string, JsonValue>, names: Names): string {
  const more = value['more'] === undefined ? '' : ` (beside it: ${JSON.stringify(value['more'])})`;
  return `${showKnown(value, names)}${more}`;
}

function showKnown(value: Record<string, JsonValue>, names: Names): string {
  const text = (field: string): string | undefined =>
    typeof value[field] === 'string' ? value[field] : undefined;
  const user = text('user');
  if (user !== undefined) return names.users.get(user) ?? `Account ${user}`;
  const object = text('object');
  if (object !== undefined) return names.objects.get(object) ?? `Object ${object}`;
  const named =
    (text('name') || undefined) ??
    text('group') ??
    text('project') ??
    text('value') ??
    text('status');
  return named ?? `Kept as it came: ${JSON.stringify(value['other'] ?? value)}`;
}
