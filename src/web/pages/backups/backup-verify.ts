import { runId } from '../../../core/ids.ts';
import { by, type Handler } from '../../reply.ts';
import { backupView } from '../../view/backup-view.ts';

export const backupVerify: Handler = async (call) => {
  const id = runId(call.params['id']!);
  await call.backups.requestVerify(call.tenant.id, id, by(call));
  const [backup, open] = await Promise.all([call.backups.get(call.tenant.id, id), call.backups.openRuns(call.tenant.id)]);
  return { view: 'backup-row', data: backupView(backup, open, call) };
};
