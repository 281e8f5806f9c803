import type { JsonValue } from '../../kernel/json/json-value.ts';

/** What somebody wrote below an object (assets-api: G, Comments). */
export interface Comment {
  id: string;
  author: { id: string; name: string };
  /** As the site said it, in ISO 8601; empty where it said nothing. */
  created: string;
  text: string;
  /** Who may read it, as the site said it: 0 everybody (assets-api: D.2). */
  role: JsonValue;
}
