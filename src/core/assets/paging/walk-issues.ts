import type { IssuePage } from '../ports/issues/issues-reader.ts';
import { endlessList } from './endless-list.ts';

/** More than any site has issues, a hundred to a page. */
const MAX_PAGES = 200_000;

/**
 * The pages of a search for issues, from a token on. It ends where no token follows, and also where
 * a token repeats itself or brings the same issues again. @throws Unavailable `endless-list`, and
 * what `ask` throws
 */
export async function* walkIssues(
  ask: (token: string | undefined) => Promise<IssuePage>,
  from?: string,
): AsyncGenerator<IssuePage, void, undefined> {
  let token = from;
  let before = '';
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await ask(token);
    const ids = page.issues.map(({ id }) => id).join();
    if (ids !== '' && ids === before) return;
    yield page;
    if (page.next === undefined || page.next === token) return;
    token = page.next;
    before = ids;
  }
  throw endlessList('issues', `${MAX_PAGES} pages`);
}
