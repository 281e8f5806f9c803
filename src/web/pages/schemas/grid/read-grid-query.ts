import { z } from 'zod';
import type { CatalogFilter } from '../../../../core/catalog/catalog-store.ts';
import { startsOfDays } from '../../../../core/kernel/time/local-day.ts';
import { checkbox, oneOf, oneOfOrNone, type Fields } from '../../../forms/fields.ts';
import { pageNumber } from '../../../forms/page-query.ts';
import type { Reader } from '../../../view/reader.ts';
import { TICKED_DAYS } from '../ticks-view.ts';

const MAX_SEARCH = 100;

/** What the filters of the grid say; what is not known is as if it were not said. */
const GridQuery = z.object({
  search: z
    .string()
    .optional()
    .transform((typed) => typed?.trim().slice(0, MAX_SEARCH) || undefined),
  hideDeleted: checkbox(),
  status: oneOfOrNone(['active', 'deleted', 'not-visible']),
  location: oneOfOrNone(['cloud', 'data-center']),
  instance: z
    .string()
    .optional()
    .transform((url) => url || undefined),
  sort: oneOf(['name', 'instance', 'status', 'lastBackup', 'days', 'backups'], 'name'),
  descending: z
    .string()
    .optional()
    .transform((value) => value === 'true'),
  page: pageNumber(),
});

export function readGridQuery(query: Fields, { nowMs, timeZone }: Reader): CatalogFilter {
  const { instance, ...filter } = GridQuery.parse(query);
  const dayStarts = filter.sort === 'days' ? startsOfDays(TICKED_DAYS, nowMs, timeZone) : undefined;
  return { ...filter, dayStarts, siteUrl: instance };
}
