const MOST = 100_000;

/** The page that a query asks for, from 1; the first one where it asks for none. */
export function askedPage(query: Record<string, string>, most = MOST): number {
  const page = Number(query['page']);
  return Number.isInteger(page) && page > 0 ? Math.min(page, most) : 1;
}

/** What the pager shows (`partials/pager.hbs`). */
export function pagerView({ page, pages }: { page: number; pages: number }): {
  page: number;
  pages: number;
  previous: number | undefined;
  next: number | undefined;
} {
  return {
    page,
    pages,
    previous: page > 1 ? page - 1 : undefined,
    next: page < pages ? page + 1 : undefined,
  };
}
