import { Refused } from '../../kernel/errors.ts';

/** Whether an error is about one issue, and says nothing about the others. */
export const isOfIssue = (error: unknown): error is Refused =>
  error instanceof Refused && OF_ISSUE.has(error.code);

const OF_ISSUE: ReadonlySet<string> = new Set(['no-permission', 'issue-gone', 'site-refused']);
