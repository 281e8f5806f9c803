import { runId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { backupRow } from './backup-row.ts';

/** A second click is no error: the backup is already under way. */
export async function backupPartRetry(
  call: Call<'backups' | 'storages' | 'retention', 'id' | 'part'>,
) {
  const { backups, caller, params } = call;
  await backups.retryPart(caller.tenant.id, runId(params.id), params.part);
  return backupRow(call);
}
