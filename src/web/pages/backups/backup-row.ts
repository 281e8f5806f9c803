import { runId } from '../../../core/ids.ts';
import type { Handler } from '../../reply.ts';
import { backupView } from '../../view/backup-view.ts';

export const backupRow: Handler = async (call) => {
  const [backup, open] = await Promise.all([call.backups.get(call.tenant.id, runId(call.params['id']!)), call.backups.openRuns(call.tenant.id)]);
  return { view: 'backup-row', data: backupView(backup, open, call) };
};
