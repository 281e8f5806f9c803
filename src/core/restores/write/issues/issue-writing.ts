import type { IssuesReader } from '../../../assets/ports/issues/issues-reader.ts';
import type { IssuesWriter } from '../../../assets/ports/issues/issues-writer.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { MatchedObjects } from '../../objects/object-matches.ts';
import type { IssueLine } from '../../report/issue-line.ts';
import type { RestoreRoute } from '../../report/restore-line.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';

/** What setting issues needs. */
export interface IssueWriting {
  attempt: RestoreAttempt;
  /** With what the run has made. */
  context: RestoreContext;
  objects: MatchedObjects;
  route: RestoreRoute;
  issues: IssuesReader & IssuesWriter;
}

/** Saves lines of the report. */
export async function noteLines(
  { attempt, route }: IssueWriting,
  lines: IssueLine[],
): Promise<void> {
  if (lines.length > 0) await attempt.parts.restores.issues.note(route, lines);
}
