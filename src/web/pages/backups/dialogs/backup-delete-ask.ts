import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { backupDeleteView } from './backup-delete-view.ts';

export async function backupDeleteAsk({
  backups,
  retention,
  runs,
  storages,
  caller,
  params,
  reader,
}: Call<'backups' | 'retention' | 'runs' | 'storages', 'id'>) {
  const backup = await backups.get(caller.tenant.id, runId(params.id));
  const isRead = await runs.isRead(caller.tenant.id, backup.id);
  const storage = (await storages.names(caller.tenant.id)).get(backup.storageId);
  const { binMs } = retention;
  return show('backup-delete-ask', backupDeleteView(backup, { isRead, storage, binMs }, reader));
}
