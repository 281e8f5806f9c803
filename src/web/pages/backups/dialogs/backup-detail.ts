import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { backupDetails } from '../backup-row-view.ts';

export const backupDetail: Handler = async (call) => ({
  view: 'backup-detail',
  data: backupDetails(await call.backups.get(call.tenant.id, runId(call.params['id']!)), call),
});
