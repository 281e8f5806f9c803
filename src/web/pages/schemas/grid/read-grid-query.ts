import { z } from 'zod';
import type { CatalogFilter } from '../../../../core/catalog/catalog-store.ts';
import { checkbox, oneOf, oneOfOrNone, type Fields } from '../../../forms/fields.ts';
import { pageNumber } from '../../../forms/page-query.ts';

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
  sort: oneOf(['name', 'instance', 'status', 'lastBackup'], 'name'),
  descending: z
    .string()
    .optional()
    .transform((value) => value === 'true'),
  page: pageNumber(),
});

export function readGridQuery(query: Fields): CatalogFilter {
  const { instance, ...filter } = GridQuery.parse(query);
  return { ...filter, siteUrl: instance };
}
