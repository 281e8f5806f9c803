import type { JsonValue } from '../../kernel/json/json-value.ts';

/**
 * One change of an object, as a site keeps it (assets-api: A.9, G). Values are raw. It is JSON as
 * it stands, so that long histories are stored without a copy.
 */
export type HistoryEntry = {
  id: string;
  /** A number or a word: what numbers mean is not documented. */
  type: JsonValue;
  /** Who did it; both empty where the site doesn't say. */
  actor: { key: string; name: string };
  /** The name of the attribute; empty where the object as a whole was changed. */
  attribute: string;
  before: JsonValue;
  after: JsonValue;
  /** As the site writes it. */
  created: string;
};
