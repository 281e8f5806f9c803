import { runId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { backupView } from './backup-row-view.ts';

export const backupRow: Handler = async (call) => {
  const open = await call.backups.openRuns(call.tenant.id); // before the backup: the result of a Verify that has ended by now stands in it
  const backup = await call.backups.get(call.tenant.id, runId(call.params['id']!));
  return { view: 'backup-row', data: backupView(backup, open, call) };
};
