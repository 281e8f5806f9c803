import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { backupDetailView } from './backup-detail-view.ts';

export async function backupDetail({ backups, caller, params, reader }: Call<'backups', 'id'>) {
  const backup = await backups.get(caller.tenant.id, runId(params.id));
  return show('backup-detail', backupDetailView(backup, reader));
}
