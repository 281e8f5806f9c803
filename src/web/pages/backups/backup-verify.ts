import { runId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { requesterOf } from '../../identity/caller.ts';
import { backupRow } from './backup-row.ts';

export async function backupVerify(call: Call<'backups' | 'storages' | 'retention', 'id'>) {
  const { backups, caller, params } = call;
  await backups.requestVerify(caller.tenant.id, runId(params.id), requesterOf(caller));
  return backupRow(call);
}
