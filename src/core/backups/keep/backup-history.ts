import type { CatalogStore } from '../../catalog/catalog.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run.ts';

/** Derives what the grid says of a schema's backups from its runs. Repeatable; the runs are the truth. */
export async function refreshBackupFacts(
  deps: { runs: RunStore; catalog: CatalogStore },
  tenantId: TenantId,
  catalogId: CatalogId,
): Promise<void> {
  const complete = await deps.runs.list(tenantId, {
    kind: 'backup',
    catalogId,
    states: ['complete'],
    page: 1,
    pageSize: 1,
  });
  const failed = await deps.runs.list(tenantId, {
    kind: 'backup',
    catalogId,
    states: ['failed'],
    page: 1,
    pageSize: 1,
  });
  const newest = complete.items[0];
  const error = failed.items[0];
  const errorIsNewer = error?.endedAt && (!newest?.endedAt || error.endedAt > newest.endedAt);
  await deps.catalog.setBackupFacts(tenantId, catalogId, {
    backupCount: complete.total,
    ...(newest?.endedAt ? { lastBackupAt: newest.endedAt, lastBackupId: newest.id } : {}),
    ...(errorIsNewer
      ? {
          lastError: {
            runId: error.id,
            message: error.message ?? 'The backup failed.',
            at: error.endedAt!,
          },
        }
      : {}),
  });
}
