import { runId } from '../../../core/kernel/ids.ts';
import { by, type Handler } from '../../handling/call.ts';
import { backupRow } from './backup-row.ts';

export const backupVerify: Handler = async (call) => {
  const id = runId(call.params['id']!);
  await call.backups.requestVerify(call.tenant.id, id, by(call));
  return backupRow(call);
};
