import type { IssueObject } from '../../issues/issue-object.ts';

/**
 * Sets fields of issues to objects, without notifying watchers. Sent once: if the answer is lost,
 * the caller reads the issue again. @throws WriteRefused with what is wrong by field;
 * OutcomeUnknown; Refused `no-permission` | `issue-gone`; otherwise as AssetsWriter
 */
export interface IssuesWriter {
  /** Replaces the whole value of each of these fields: an empty list clears it. */
  setIssue(
    idOrKey: string,
    fields: ReadonlyMap<string, readonly IssueObject[]>,
    signal?: AbortSignal,
  ): Promise<void>;
}
