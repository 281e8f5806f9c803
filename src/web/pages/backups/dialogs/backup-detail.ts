import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { backupDetailView } from './backup-detail-view.ts';

/** With `edit` the keyboard begins at the description. */
export async function backupDetail({
  backups,
  caller,
  params,
  query,
  reader,
}: Call<'backups', 'id'>) {
  const backup = await backups.get(caller.tenant.id, runId(params.id));
  const view = backupDetailView(backup, reader);
  return show('backup-detail', { ...view, isEdited: query['edit'] === 'on' });
}
