import type { Issue } from '../../assets/model/issue.ts';
import type { IssuesReader } from '../../assets/ports/issues/issues-reader.ts';
import { isOfIssue } from './is-of-issue.ts';

/** So many refusals, and nothing else, are not about single issues. */
const MAX_REFUSALS = 5;

interface IssueSearch {
  issues: Pick<IssuesReader, 'issues' | 'issue'>;
  fieldIds: readonly string[];
  /** What issues are asked for by: their id or key. */
  nameOf: (issue: Issue) => string;
  signal: AbortSignal;
}

/**
 * The issues that a site has under these names, by the names. An issue that was moved to another
 * project is given under its new key, and a list may be refused for one of its issues: then each
 * that is left is asked for by itself. @throws as IssuesReader; Refused where the first ones asked
 * for by themselves are
 */
export async function findIssuesByName(
  names: readonly string[],
  search: IssueSearch,
): Promise<Map<string, Issue>> {
  const { issues, fieldIds, nameOf, signal } = search;
  const asked = new Set(names);
  const found = new Map<string, Issue>();
  try {
    const listed = await issues.issues(names, fieldIds, signal);
    for (const issue of listed) found.set(nameOf(issue), issue);
    if (listed.every((issue) => asked.has(nameOf(issue)))) return found;
  } catch (error) {
    if (!isOfIssue(error)) throw error;
  }
  await askAlone(
    names.filter((name) => !found.has(name)),
    found,
    search,
  );
  return found;
}

/** Adds those that the site gives by themselves. */
async function askAlone(
  names: readonly string[],
  found: Map<string, Issue>,
  { issues, fieldIds, signal }: IssueSearch,
): Promise<void> {
  let isAnswered = found.size > 0;
  let refusals = 0;
  for (const name of names) {
    try {
      const issue = await issues.issue(name, fieldIds, signal);
      if (issue) found.set(name, issue);
      isAnswered = true;
    } catch (error) {
      refusals += 1;
      if (!isOfIssue(error) || (!isAnswered && refusals === MAX_REFUSALS)) throw error;
    }
  }
}
