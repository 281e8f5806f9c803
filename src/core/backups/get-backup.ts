import { NotFound } from '../kernel/errors.ts';
import type { RunId, TenantId } from '../kernel/ids.ts';
import type { Backup } from './backup.ts';
import type { BackupStore } from './backup-store.ts';

export const backupIsGone = 'This backup no longer exists. Reload the page.';

/**
 * @throws NotFound when it is another tenant's, no backup, not complete, in the bin or being
 * deleted
 */
export async function getBackup(
  backups: BackupStore,
  tenantId: TenantId,
  backupId: RunId,
): Promise<Backup> {
  const backup = await backups.get(tenantId, backupId);
  if (backup.deleteRequested) throw new NotFound(backupIsGone);
  if (backup.binned)
    throw new NotFound('This backup is in the bin. Choose Undo there to use it again.');
  return backup;
}
