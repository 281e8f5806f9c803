import type { Backup } from '../../../../core/backups/backup.ts';
import { reasonToRefuse } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { backupDeleteView, type BackupDeleteView } from './backup-delete-view.ts';

type DeleteCall = Call<'backups' | 'retention' | 'runs' | 'storages', 'id'>;

export async function backupDeleteAsk(call: DeleteCall) {
  const backup = await call.backups.get(call.caller.tenant.id, runId(call.params.id));
  return show('backup-delete-ask', await readBackupDelete(call, backup));
}

/** The dialog as things are now. */
export async function readBackupDelete(
  { backups, retention, runs, storages, caller, reader }: DeleteCall,
  backup: Backup,
): Promise<BackupDeleteView> {
  const tenantId = caller.tenant.id;
  const kept = await reasonToRefuse(() => backups.assertDeletable(tenantId, backup));
  const isRead = await runs.isRead(tenantId, backup.id);
  const storage = (await storages.names(tenantId)).get(backup.storageId);
  return backupDeleteView(backup, { kept, isRead, storage, binMs: retention.binMs }, reader);
}
