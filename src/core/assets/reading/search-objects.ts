import type { AssetsObject } from '../model/assets-object.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import type { ObjectPage } from '../ports/pages/object-page.ts';
import { walkPages } from '../paging/walk-pages.ts';

const PAGE_SIZE = 250;

/**
 * All readable objects that a query finds, in as many pages as the site makes of them. For queries
 * that find few. @throws what AssetsReader throws
 */
export async function* searchObjects(
  site: Pick<AssetsReader, 'search'>,
  query: string,
  signal?: AbortSignal,
): AsyncGenerator<AssetsObject> {
  for await (const { objects } of searchPages(site, query, signal)) yield* objects;
}

/** The same in pages, with what could not be read. @throws what AssetsReader throws */
export const searchPages = (
  site: Pick<AssetsReader, 'search'>,
  query: string,
  signal?: AbortSignal,
): AsyncGenerator<ObjectPage> =>
  walkPages(
    (start, limit) => site.search(query, 'offset' in start ? start.offset : 0, limit, signal),
    { start: { offset: 0 }, limit: PAGE_SIZE },
  );
