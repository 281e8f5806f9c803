import type { CatalogSchema } from '../../catalog/catalog-store.ts';

/** Schemas of a site that stopped being backed up for one reason: what a person mends once. */
export interface FailureCause {
  message: string;
  /** Stable code of the error. */
  code?: string | undefined;
  schemas: CatalogSchema[];
}

/** Schemas whose last backup failed, once for each cause, the most frequent first. */
export function groupFailures(schemas: readonly CatalogSchema[]): FailureCause[] {
  const byCause = Map.groupBy(
    schemas.filter(({ lastError }) => lastError),
    ({ siteId, lastError }) => `${siteId} ${lastError?.message}`,
  );
  return [...byCause.values()]
    .map((failed) => ({
      message: failed[0]?.lastError?.message ?? '',
      code: failed[0]?.lastError?.code,
      schemas: failed,
    }))
    .toSorted((a, b) => b.schemas.length - a.schemas.length);
}
