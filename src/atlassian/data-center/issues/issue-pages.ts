import type { Issue } from '../../../core/assets/model/issue.ts';
import type { IssuePage, IssuesReader } from '../../../core/assets/ports/issues/issues-reader.ts';
import { readIssuePlace, tokenOf, type IssuePlace } from './read-issue-place.ts';

const SECOND_MS = 1_000;

/** A search; `maxResults` absent: as many as a page holds. */
export interface IssueSearch {
  jql: string;
  fieldIds: readonly string[];
  startAt?: number;
  maxResults?: number;
  validateQuery?: boolean;
}

/** Issues from `startAt` on. */
export interface FoundIssues {
  found: Issue[];
  /** With those that could not be read. */
  count: number;
  /** Of all pages; undefined if the site doesn't say it. */
  total: number | undefined;
  /** When issues were created, ms, by id; those that Jira says it of. */
  created: ReadonlyMap<string, number>;
}

type Search = (query: IssueSearch, signal: AbortSignal | undefined) => Promise<FoundIssues>;

/** Issues that have moved up into pages that were read before. */
interface Behind {
  found: readonly Issue[];
  /** Whether others may have come before them. */
  isTorn: boolean;
}
const NOTHING: Behind = { found: [], isTorn: false };

/**
 * Pages by offset, oldest issues first, so that new ones come last. Each page begins with the last
 * issue of the one before. If it doesn't, issues are no longer found and others have moved up into
 * the pages that were read, so these are read again, last ones first, back to where they were.
 */
export class IssuePages {
  readonly #search: Search;

  constructor(search: Search) {
    this.#search = search;
  }

  async find(
    { jql, fieldIds, token }: Parameters<IssuesReader['findIssues']>[0],
    signal: AbortSignal | undefined,
  ): Promise<IssuePage> {
    const place = readIssuePlace(token);
    const { at, last } = place;
    const startAt = last.length > 1 ? at - 1 : at;
    const query = { jql: `${jql} ORDER BY created ASC, key ASC`, fieldIds, startAt };
    const page = await this.#search(query, signal);
    const hasMoved = startAt < at && page.found[0]?.id !== last.at(-1);
    const behind = hasMoved ? await this.#lookBehind(query, place, signal) : NOTHING;
    const end = startAt + page.count;
    const hasMore = hasMoreThan(end, page);
    const ids = page.found.map(({ id }) => id);
    const next = tokenOf({ at: end, last: ids, created: page.created.get(ids.at(-1) ?? '') });
    return {
      issues: withoutKnown([...behind.found, ...page.found], last),
      next: hasMore && page.count > 0 ? next : undefined,
      unreadable: page.count - page.found.length,
      isCut: behind.isTorn || (hasMore && page.count === 0),
    };
  }

  async #lookBehind(
    { startAt, ...query }: IssueSearch & { startAt: number },
    { last, created }: IssuePlace,
    signal: AbortSignal | undefined,
  ): Promise<Behind> {
    const found: Issue[] = [];
    for (let end = startAt; end > 0;) {
      const from = Math.max(0, end - last.length);
      const page = await this.#search({ ...query, startAt: from, maxResults: end - from }, signal);
      const isOld = ({ id }: Issue): boolean => isBefore(page.created.get(id), created);
      const known = page.found.findIndex(({ id }) => last.includes(id));
      found.unshift(...page.found.slice(Math.max(0, known)).filter((issue) => !isOld(issue)));
      if (known >= 0 || page.found.some(isOld)) return { found, isTorn: false };
      if (created === undefined) return { found, isTorn: from > 0 };
      end = Math.min(from, page.total ?? from);
    }
    return { found, isTorn: false };
  }
}

/** Without a total, an empty page is the end. */
const hasMoreThan = (end: number, { count, total }: FoundIssues): boolean =>
  total === undefined ? count > 0 : end < total;

/** Searches are sorted by seconds, though answers may have milliseconds. */
const isBefore = (created: number | undefined, last: number | undefined): boolean =>
  created !== undefined &&
  last !== undefined &&
  Math.floor(created / SECOND_MS) < Math.floor(last / SECOND_MS);

/** Each once, and none that came with the last page. */
function withoutKnown(found: readonly Issue[], last: readonly string[]): Issue[] {
  const byId = new Map(found.map((issue) => [issue.id, issue]));
  for (const id of last) byId.delete(id);
  return [...byId.values()];
}
