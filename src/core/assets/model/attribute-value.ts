import type { JsonObject, JsonValue } from '../../kernel/json/json-value.ts';

type KnownValue =
  | { value: string }
  | { object: string }
  | { user: string }
  | { group: string }
  | { status: string; name: string }
  | { project: string; name?: string }
  /** `projectKey`: where the site was asked for it, and says it. */
  | { version: string; name?: string; projectKey?: string }
  /** `page`: its ID, or its address where the site says none. */
  | { page: string; name?: string; url?: string };

/**
 * One value of an attribute, in the form that a restore can write, never the locale-formatted
 * display value. `more` is what the site says beside it under names that are not known; `other` is
 * a value of unknown form, as it came.
 */
export type AttributeValue = (KnownValue & { more?: JsonObject }) | { other: JsonValue };
