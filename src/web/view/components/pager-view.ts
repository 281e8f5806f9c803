import type { Page } from '../../../core/kernel/page.ts';
import { counted } from '../formats/numbers.ts';

/** A page of a list, and what the pager below it shows (`partials/pager.hbs`). */
export interface PagerView {
  /** The list has nothing, not even what can't be read. */
  empty: boolean;
  page: number;
  pages: number;
  previous: number | undefined;
  next: number | undefined;
  /** How much of the page exists but was damaged in the database, in words. */
  unreadable: string | undefined;
}

export function pagerView({
  items,
  page,
  pages,
  unreadable = 0,
}: Pick<Page<unknown>, 'items' | 'page' | 'pages' | 'unreadable'>): PagerView {
  return {
    empty: items.length === 0 && unreadable === 0,
    unreadable: unreadable > 0 ? counted(unreadable, 'entry', 'entries') : undefined,
    page,
    pages,
    previous: page > 1 ? page - 1 : undefined,
    next: page < pages ? page + 1 : undefined,
  };
}
