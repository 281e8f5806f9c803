/** What the pager shows (`partials/pager.hbs`). */
export interface PagerView {
  page: number;
  pages: number;
  previous: number | undefined;
  next: number | undefined;
  /** Items of the page that exist but were damaged in the database. */
  unreadable: number;
}

export function pagerView({
  page,
  pages,
  unreadable = 0,
}: {
  page: number;
  pages: number;
  unreadable?: number;
}): PagerView {
  return {
    unreadable,
    page,
    pages,
    previous: page > 1 ? page - 1 : undefined,
    next: page < pages ? page + 1 : undefined,
  };
}
