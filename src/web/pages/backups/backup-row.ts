import { runId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { backupRowView } from './backup-row-view.ts';

export async function backupRow(call: Call<'backups' | 'storages' | 'retention', 'id'>) {
  const { backups, storages, retention, caller, params, reader } = call;
  // The runs first: a Verify that has ended meanwhile has left its result in the backup.
  const open = await backups.openRuns(caller.tenant.id);
  const backup = await backups.get(caller.tenant.id, runId(params.id));
  const around = {
    open,
    storages: await storages.names(caller.tenant.id),
    retention: await retention.view(caller.tenant.id, backup.catalogId),
  };
  return show('backup-row', backupRowView(backup, around, reader));
}
