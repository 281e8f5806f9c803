import { runId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../reply.ts';
import { backupDetails } from '../../view/backup-view.ts';

export const backupDetail: Handler = async (call) => ({
  view: 'backup-detail',
  data: backupDetails(await call.backups.get(call.tenant.id, runId(call.params['id']!)), call),
});
