import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { backupKind } from '../backup-kind.ts';
import { isIncomplete } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';

/**
 * Derives what the grid says of a schema from its backups and from the runs that failed.
 * Repeatable.
 */
export async function refreshBackupFacts(
  deps: { backups: BackupStore; runs: RunStore; catalog: CatalogStore },
  tenantId: TenantId,
  catalogId: CatalogId,
): Promise<void> {
  const complete = await deps.backups.list(tenantId, catalogId, { page: 1, pageSize: 1 });
  const failed = await deps.runs.list(tenantId, {
    kind: backupKind,
    catalogId,
    states: ['failed'],
    page: 1,
    pageSize: 1,
  });
  const newest = complete.items[0];
  const error = failed.items[0];
  const failedAt = error?.endedAt;
  const isNewer = failedAt && (!newest || failedAt > newest.completedAt);
  await deps.catalog.setBackupFacts(tenantId, catalogId, {
    backupCount: complete.total,
    ...(newest ? { lastBackupAt: newest.completedAt, lastBackupId: newest.id } : {}),
    ...(newest && isIncomplete(newest) ? { lastBackupIncomplete: true } : {}),
    ...(error && isNewer
      ? {
          lastError: {
            runId: error.id,
            message: error.message ?? 'The backup failed.',
            at: failedAt,
          },
        }
      : {}),
  });
}
