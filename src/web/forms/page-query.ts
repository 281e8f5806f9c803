import { z } from 'zod';

const MAX_PAGE = 100_000;

/** The page that a query asks for, from 1; default: the first. */
export const pageNumber = (maxPage = MAX_PAGE) =>
  z.coerce
    .number()
    .int()
    .positive()
    .catch(1)
    .transform((page) => Math.min(page, maxPage));

/** A query for one page of a list, possibly only for the part of the view that changes. */
export const PageQuery = z.object({ page: pageNumber(), part: z.string().optional() });
