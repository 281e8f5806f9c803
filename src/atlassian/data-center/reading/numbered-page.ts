/** A page, numbered from 1 as on Data Center, and how many of its objects precede the offset. */
export interface NumberedPage {
  page: number;
  size: number;
  before: number;
}

/** The page with the object at this offset. */
export const pageAt = (offset: number, size: number): NumberedPage => ({
  page: Math.floor(offset / size) + 1,
  size,
  before: offset % size,
});

/** What a page says about itself; undefined where it says nothing. */
interface PageHead {
  /** Objects that the query finds. */
  total: number | undefined;
  /** Objects per page. */
  pageSize: number | undefined;
}

/**
 * The size of the site's pages, if they are smaller than requested. The last page doesn't count: it
 * may be short anyway.
 */
export function smallerSize(
  { page, size }: NumberedPage,
  { total = 0, pageSize = size }: PageHead,
): number | undefined {
  const isLast = (page - 1) * size + pageSize >= total;
  return pageSize > 0 && pageSize < size && !isLast ? pageSize : undefined;
}

/** Whether this is the last page. A page without a total never is. */
export const isLastPage = ({ page, size }: NumberedPage, { total }: PageHead): boolean =>
  total !== undefined && page * size >= total;
