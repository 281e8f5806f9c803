import { backupName } from '../../../../core/backups/backup-name.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { showDate } from '../../../view/dates.ts';

export const backupDeleteAsk: Handler = async ({ backups, tenant, params, person }) => {
  const backup = await backups.get(tenant.id, runId(params['id']!));
  return {
    view: 'backup-delete-ask',
    data: {
      id: backup.id,
      name: backupName(backup),
      date: backup.endedAt && showDate(backup.endedAt, person.timeZone),
      isRead: await backups.isRead(tenant.id, backup.id),
    },
  };
};
