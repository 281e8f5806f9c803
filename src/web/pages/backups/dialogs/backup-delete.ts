import { backupName } from '../../../../core/backups/backup-name.ts';
import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import { by, type Handler } from '../../../handling/call.ts';
import { showDate } from '../../../view/dates.ts';

export const backupDelete: Handler = async (call) => {
  const { backups, tenant, params, form, person } = call;
  const backup = await backups.get(tenant.id, runId(params['id']!));
  try {
    await backups.requestDelete(tenant.id, backup.id, form['name'] ?? '', by(call));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return {
      view: 'backup-delete-ask',
      data: {
        id: backup.id,
        name: backupName(backup),
        date: backup.endedAt && showDate(backup.endedAt, person.timeZone),
        isRead: await backups.isRead(tenant.id, backup.id),
        typed: form['name'],
        error: error.fields['name'],
      },
    };
  }
  const read = await backups.isRead(tenant.id, backup.id);
  return {
    events: ['close-dialog', 'backups-changed'],
    flag: {
      type: read ? 'info' : 'success',
      title: 'The backup is being deleted',
      body: read
        ? 'A restore is reading it: it goes as soon as that has ended.'
        : 'What only this backup needs is removed from the storage.',
    },
  };
};
