import type { JsonValue } from '../../../kernel/json/json-value.ts';
import type { ObjectsFunction } from '../../issues/issues-jql.ts';
import type { Issue, IssueField } from '../../model/issue.ts';

/** What the account may do with issues; undefined where Jira does not say. */
export interface IssueRights {
  browses: boolean | undefined;
  edits: boolean | undefined;
}

/** A page of issues that a search found. */
export interface IssuePage {
  issues: Issue[];
  /** Names the next page and is valid for a week; undefined: this was the last page. */
  next: string | undefined;
  /** How many issues of the page could not be understood. */
  unreadable: number;
  /** Whether the list ends here although the site says, or lets one guess, that there is more. */
  isCut?: boolean | undefined;
  /** The token wasn't accepted any more, so that this is the first page once more. */
  isFirstAgain?: boolean | undefined;
}

export interface IssueFields {
  fields: IssueField[];
  /** False where the account may not list fields without a context. */
  complete: boolean;
}

/** Where and how a field can be used, as the site sent it: kept for people to read. */
export interface FieldContexts {
  contexts: JsonValue[];
  /** A sentence why there are none, or no configurations. */
  why?: string | undefined;
}

/**
 * Reads issues of Jira and their fields for objects (assets-api: C.1 to C.3, G). What the account
 * cannot see does not exist for it. Calls have a budget of their own: Jira's limits are not those
 * of Assets. @throws as AssetsReader; Refused `no-permission` for an account that may not do what
 * is asked
 */
export interface IssuesReader {
  /** Absent where it is `aqlFunction`. */
  readonly objectsFunction?: ObjectsFunction | undefined;
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
  /** About how many issues JQL finds; undefined where the site does not say. */
  countIssues(jql: string, signal?: AbortSignal): Promise<number | undefined>;
  /** The issues among these (by id or key) that the account sees: a hundred at most. */
  issues(
    idsOrKeys: readonly string[],
    fieldIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Issue[]>;
  /** `null` where it does not exist, or the account does not see it. */
  issue(idOrKey: string, fieldIds: readonly string[], signal?: AbortSignal): Promise<Issue | null>;
}
