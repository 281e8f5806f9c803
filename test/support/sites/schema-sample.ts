import type { CatalogSchema } from '../../../src/core/catalog/catalog-store.ts';
import { catalogId, runId, tenantId } from '../../../src/core/kernel/ids.ts';
import type { Schedule } from '../../../src/core/schedules/schedule.ts';

export const NOW = Date.parse('2026-11-26T09:00:00Z');
const HOUR_MS = 3_600_000;

export const hoursAgo = (hours: number): Date => new Date(NOW - hours * HOUR_MS);

/** A schema of the catalog; its id is its name. */
export function schemaSample(name: string, more: Partial<CatalogSchema> = {}): CatalogSchema {
  return {
    id: catalogId(name),
    tenantId: tenantId('t'),
    siteId: 's' as CatalogSchema['siteId'],
    siteUrl: 'https://site',
    location: 'cloud',
    schemaId: name,
    name,
    key: name.toUpperCase(),
    objectCount: 1,
    status: 'active',
    seenByAccountId: '1',
    seenByName: 'Ada',
    hidden: false,
    backupCount: 0,
    ...more,
  };
}

/** Of a schema whose last backup failed because its token was refused. */
export const refused = (ago: number) => ({
  lastError: {
    runId: runId('r'),
    message: 'Jira rejected the API token. Replace it in Settings.',
    at: hoursAgo(ago),
    code: 'token-refused',
  },
});

/** The schedule of the schema of that name, with its next slot that many hours from now. */
export const schedule = (name: string, on = true, inHours = 5): Schedule => ({
  tenantId: tenantId('t'),
  catalogId: catalogId(name),
  on,
  cron: '0 2 * * *',
  timeZone: 'UTC',
  savedBy: { accountId: '1', name: 'Ada' },
  savedAt: new Date(NOW),
  revision: 1,
  nextSlotAt: on ? new Date(NOW + inHours * HOUR_MS) : undefined,
  version: 1,
});
