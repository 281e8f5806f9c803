import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { backupDeleteView } from './backup-delete-view.ts';

export async function backupDeleteAsk({
  backups,
  runs,
  caller,
  params,
  reader,
}: Call<'backups' | 'runs', 'id'>) {
  const backup = await backups.get(caller.tenant.id, runId(params.id));
  const isRead = await runs.isRead(caller.tenant.id, backup.id);
  return show('backup-delete-ask', backupDeleteView(backup, isRead, reader));
}
