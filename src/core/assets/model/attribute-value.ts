import type { JsonValue } from '../../kernel/json-value.ts';

/**
 * One value of an attribute, in the form that a restore can write, never the locale-formatted
 * display value.
 */
export type AttributeValue =
  | { value: string }
  | { object: string }
  | { user: string }
  | { group: string }
  | { status: string; name: string }
  | { project: string; name?: string }
  | { other: JsonValue };
