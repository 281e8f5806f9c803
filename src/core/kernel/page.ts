/** A part of a long list. */
export interface Page<T> {
  items: T[];
  /** How many there are on all pages. */
  total: number;
  /** From 1. */
  page: number;
  /** At least 1. */
  pages: number;
}

export const pageOf = <T>(
  items: T[],
  total: number,
  { page, pageSize }: { page: number; pageSize: number },
): Page<T> => ({ items, total, page, pages: Math.max(1, Math.ceil(total / pageSize)) });
