import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import type { Site } from '../../sites/site.ts';
import type { HeaderFacts } from '../../storages/records/backup-header.ts';
import type { BackupRun } from '../backup-kind.ts';

interface Sealed {
  site: Pick<Site, 'siteUrl' | 'key'>;
  schema: CatalogSchema;
  /** In ms. */
  createdAt: number;
}

/** What the sealed header of a backup says about its origin. */
export function headerFacts(
  { id, tenantId, trigger, requestedBy }: BackupRun,
  { site, schema, createdAt }: Sealed,
): HeaderFacts {
  return {
    tenantId,
    backupId: id,
    createdAt: new Date(createdAt).toISOString(),
    site: {
      siteUrl: site.siteUrl,
      workspaceId: site.key,
      schemaId: schema.schemaId,
      schemaName: schema.name,
      schemaKey: schema.key,
    },
    trigger,
    requestedBy: { accountId: requestedBy.accountId, name: requestedBy.name },
  };
}
