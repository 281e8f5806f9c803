/** A part of a long list. */
export interface Page<T> {
  items: T[];
  /** The total of all pages. */
  total: number;
  /** From 1. */
  page: number;
  /** At least 1. */
  pages: number;
  /** How many of this page are there and cannot be read: they are not among the items. */
  unreadable?: number;
}

export const pageOf = <T>(
  items: T[],
  total: number,
  { page, pageSize, unreadable = 0 }: { page: number; pageSize: number; unreadable?: number },
): Page<T> => ({
  items,
  total,
  page,
  pages: Math.max(1, Math.ceil(total / pageSize)),
  ...(unreadable > 0 ? { unreadable } : {}),
});
