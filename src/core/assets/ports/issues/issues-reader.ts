import type { JsonValue } from '../../../kernel/json-value.ts';
import type { Issue, IssueField } from '../../model/issue.ts';

/** What the account may do with issues; undefined where Jira does not say. */
export interface IssueRights {
  browses: boolean | undefined;
  edits: boolean | undefined;
}

/** A page of issues that a search found. */
export interface IssuePage {
  issues: Issue[];
  /** Names the next page, for a week; undefined: it was the last one. */
  next: string | undefined;
  /** Issues of the page that could not be understood. */
  unreadable: number;
}

export interface IssueFields {
  fields: IssueField[];
  /** False where the account may not list fields without a context. */
  complete: boolean;
}

/** Where a field can be used and how, as it came: kept for reading. */
export interface FieldContexts {
  contexts: JsonValue[];
  /** Why there are none, or no configurations, in a sentence. */
  why?: string | undefined;
}

/**
 * Reads issues of Jira and their fields for objects (assets-api: C.1 to C.3, G). What the account
 * cannot see is not there. Calls come out of a budget of their own: Jira's limits are not those of
 * Assets.
 * @throws as AssetsReader; Refused `no-permission` for an account that may not do what is asked
 */
export interface IssuesReader {
  issueRights(signal?: AbortSignal): Promise<IssueRights>;
  issueFields(signal?: AbortSignal): Promise<IssueFields>;
  /** Undocumented in part: what the site doesn't give is reported, never thrown. */
  fieldContexts(fieldId: string, signal?: AbortSignal): Promise<FieldContexts>;
  /**
   * A page of the issues that JQL finds, with these fields. @throws Refused `site-refused` for JQL
   * that the site cannot read, and for a token that has expired
   */
  findIssues(
    query: { jql: string; fieldIds: readonly string[]; token?: string | undefined },
    signal?: AbortSignal,
  ): Promise<IssuePage>;
  /** How many issues JQL finds, about; undefined where the site does not say. */
  countIssues(jql: string, signal?: AbortSignal): Promise<number | undefined>;
  /** Those of these, by id or key, that the account sees: a hundred at most. */
  issues(
    idsOrKeys: readonly string[],
    fieldIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Issue[]>;
  /** `null` where it does not exist, or the account does not see it. */
  issue(idOrKey: string, fieldIds: readonly string[], signal?: AbortSignal): Promise<Issue | null>;
}
