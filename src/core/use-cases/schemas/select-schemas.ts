import { hostOf } from '../../sites/host-of.ts';
import type { CatalogFilter, CatalogSchema } from '../../catalog/catalog-store.ts';

type SortKey = (schema: CatalogSchema, filter: CatalogFilter) => string | number;

const SORT_KEYS: Record<NonNullable<CatalogFilter['sort']>, SortKey> = {
  name: (schema) => schema.name.toLowerCase(),
  status: (schema) => schema.status,
  instance: (schema) => (schema.siteName ?? hostOf(schema.siteUrl)).toLowerCase(),
  lastBackup: (schema) => schema.lastBackupAt?.getTime() ?? 0,
  days: (schema, { dayStarts = [] }) => countGoodDays(schema, dayStarts),
  backups: (schema) => schema.backupCount,
};

/**
 * The schemas that all filters let through, in the order asked for; equal ones by id, so that pages
 * are stable.
 */
export function selectSchemas(schemas: CatalogSchema[], filter: CatalogFilter): CatalogSchema[] {
  const search = filter.search?.trim().toLowerCase() ?? '';
  const keyOf = SORT_KEYS[filter.sort ?? 'name'];
  const direction = filter.descending ? -1 : 1;
  const fits = (schema: CatalogSchema): boolean =>
    !(filter.hideDeleted && schema.status === 'deleted') &&
    (!filter.status || schema.status === filter.status) &&
    (!filter.siteUrl || schema.siteUrl === filter.siteUrl) &&
    (!filter.location || schema.location === filter.location) &&
    (search === '' ||
      schema.name.toLowerCase().includes(search) ||
      schema.key.toLowerCase().includes(search));
  return schemas
    .filter(fits)
    .map((schema) => ({ schema, key: keyOf(schema, filter) }))
    .sort((a, b) => direction * (compare(a.key, b.key) || compare(a.schema.id, b.schema.id)))
    .map(({ schema }) => schema);
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** On how many of these days there was a good backup. */
function countGoodDays({ recent = [] }: CatalogSchema, starts: readonly number[]): number {
  const good = recent.filter(({ outcome }) => outcome === 'good');
  const days = good.map(({ at }) => starts.findLastIndex((start) => start <= at.getTime()));
  return new Set(days.filter((day) => day !== -1)).size;
}
