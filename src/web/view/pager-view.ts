/** What the pager shows (`partials/pager.hbs`). */
export interface PagerView {
  page: number;
  pages: number;
  previous: number | undefined;
  next: number | undefined;
}

export function pagerView({ page, pages }: { page: number; pages: number }): PagerView {
  return {
    page,
    pages,
    previous: page > 1 ? page - 1 : undefined,
    next: page < pages ? page + 1 : undefined,
  };
}
