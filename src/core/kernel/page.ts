/** A part of a long list. */
export interface Page<T> {
  items: T[];
  /** The total of all pages. */
  total: number;
  /** From 1; the last one where the page that was asked for no longer exists. */
  page: number;
  /** At least 1. */
  pages: number;
  /** How many of this page are there and cannot be read: they are not among the items. */
  unreadable?: number;
}

export interface AskedPage {
  /** From 1. Default: the first. */
  page?: number | undefined;
  pageSize: number;
}

/** Which items of a list are on a page, and where among its pages that is. */
export interface PagePlace {
  total: number;
  page: number;
  pages: number;
  /** How many items are before it. */
  skip: number;
  /** How many items it may have. */
  limit: number;
}

/**
 * Where the page is that is asked for. A list may have become shorter since its pager was shown:
 * instead of a page behind its end, which would look like an empty list, this is the last one. So a
 * list is counted before it is read.
 */
export function placeOfPage(total: number, { page = 1, pageSize }: AskedPage): PagePlace {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const shown = Math.min(Math.max(1, page), pages);
  return { total, page: shown, pages, skip: (shown - 1) * pageSize, limit: pageSize };
}

/** The page of this place, which has these items. */
export const pageOf = <T>(
  items: T[],
  { total, page, pages }: PagePlace,
  unreadable = 0,
): Page<T> => ({ items, total, page, pages, ...(unreadable > 0 ? { unreadable } : {}) });

/** A page of a list that is there as a whole. */
export function cutPage<T>(all: readonly T[], asked: AskedPage): Page<T> {
  const place = placeOfPage(all.length, asked);
  return pageOf(all.slice(place.skip, place.skip + place.limit), place);
}
