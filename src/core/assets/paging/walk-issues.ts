import { createHash } from 'node:crypto';
import type { IssuePage } from '../ports/issues/issues-reader.ts';
import { endlessList } from './endless-list.ts';

/** More than any site has issues, a hundred to a page. */
const MAX_PAGES = 200_000;
/** So many pages without an issue, one after the other, are an end. */
const MAX_EMPTY = 100;

/**
 * The pages of a search for issues, from a token on. It ends where no token follows; a token that
 * follows itself, a page that came before and page after page without an issue are ends as well, at
 * which the site has cut the list. @throws Unavailable `endless-list`, and what `ask` throws
 */
export async function* walkIssues(
  ask: (token: string | undefined) => Promise<IssuePage>,
  from?: string,
): AsyncGenerator<IssuePage, void, undefined> {
  let token = from;
  let empty = 0;
  const seen = new Set<string>();
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await ask(token);
    const asked = page.isFirstAgain ? undefined : token;
    if (page.isFirstAgain) seen.clear();
    const mark = markOf(page);
    const { next } = page;
    empty = page.issues.length + page.unreadable > 0 ? 0 : empty + 1;
    const isEnd = next === asked || seen.has(mark) || empty === MAX_EMPTY;
    if (next === undefined) return yield page;
    if (isEnd) return yield { ...page, next: undefined, isCut: true };
    yield page;
    if (page.issues.length > 0) seen.add(mark);
    token = next;
  }
  throw endlessList('issues', `${MAX_PAGES} pages`);
}

/** Tells pages apart by their issues, in whatever order. */
const markOf = ({ issues }: IssuePage): string =>
  createHash('sha256')
    .update(
      issues
        .map(({ id }) => id)
        .sort()
        .join(),
    )
    .digest('base64');
