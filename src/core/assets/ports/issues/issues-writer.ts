import type { IssueObject } from '../../issues/issue-object.ts';

/**
 * Sets fields of issues to objects, without telling those who watch them. Sent once: where the
 * answer is lost, whoever asks reads the issue again.
 * @throws WriteRefused with what is wrong by field; OutcomeUnknown; Refused `no-permission` |
 * `issue-gone`; otherwise as AssetsWriter
 */
export interface IssuesWriter {
  /** All of these fields, each whole: an empty list clears it. */
  setIssue(
    idOrKey: string,
    fields: ReadonlyMap<string, readonly IssueObject[]>,
    signal?: AbortSignal,
  ): Promise<void>;
}
