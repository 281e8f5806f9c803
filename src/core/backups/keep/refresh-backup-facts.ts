import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Run } from '../../runs/run.ts';
import { backupKind } from '../backup-kind.ts';
import { isIncomplete, type Backup } from '../backup.ts';
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
  await deps.catalog.setBackupFacts(tenantId, catalogId, {
    backupCount: complete.total,
    ...(newest ? { lastBackupAt: newest.completedAt, lastBackupId: newest.id } : {}),
    ...(newest && isIncomplete(newest) ? { lastBackupIncomplete: true } : {}),
    ...(error?.endedAt && (!newest || isLater(error, newest))
      ? {
          lastError: {
            runId: error.id,
            message: error.message ?? 'The backup failed.',
            at: error.endedAt,
          },
        }
      : {}),
  });
}

/** Whether a run that failed came after a backup; by dates only where neither has a number. */
function isLater({ sequence, endedAt }: Run, backup: Backup): boolean {
  if (sequence === undefined && backup.sequence === undefined)
    return endedAt !== undefined && endedAt > backup.completedAt;
  return (sequence ?? 0) > (backup.sequence ?? 0);
}
