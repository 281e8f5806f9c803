/** A page as Data Center counts them, from 1, and how many of its objects are before the offset. */
export interface NumberedPage {
  page: number;
  size: number;
  before: number;
}

/** The page that holds what begins at an offset. */
export const pageAt = (offset: number, size: number): NumberedPage => ({
  page: Math.floor(offset / size) + 1,
  size,
  before: offset % size,
});

/** What a page says of itself; undefined for what it does not say. */
interface PageHead {
  /** Objects that the query finds. */
  total: number | undefined;
  /** Objects a page. */
  pageSize: number | undefined;
}

/**
 * The size of the site's pages, where it gives smaller ones than it was asked for. A last page is
 * short of itself.
 */
export function smallerSize(
  { page, size }: NumberedPage,
  { total = 0, pageSize = size }: PageHead,
): number | undefined {
  const isLast = (page - 1) * size + pageSize >= total;
  return pageSize > 0 && pageSize < size && !isLast ? pageSize : undefined;
}

/** Whether nothing comes after the page. One that does not say how many there are is none. */
export const isLastPage = ({ page, size }: NumberedPage, { total }: PageHead): boolean =>
  total !== undefined && page * size >= total;
