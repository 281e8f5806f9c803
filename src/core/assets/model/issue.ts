import type { JsonValue } from '../../kernel/json/json-value.ts';

/** A field of issues whose values are objects (assets-api: C.1, G). */
export interface IssueField {
  id: string;
  name: string;
  /** False where it has no context that can be used: no issue shows it, and no JQL finds by it. */
  isUsable: boolean;
}

/** An issue of Jira, as far as its fields for objects go. */
export interface Issue {
  id: string;
  key: string;
  summary: string;
  /** As Jira writes it; empty where it does not say it. */
  updated: string;
  /** Field id → what it holds, as it came. Fields without a value are not in it. */
  values: Record<string, JsonValue>;
}
