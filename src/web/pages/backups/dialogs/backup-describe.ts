import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { backupDetails } from '../backup-row-view.ts';

export const backupDescribe: Handler = async (call) => {
  const { backups, tenant, params, form } = call;
  const id = runId(params['id']!);
  try {
    await backups.describe(tenant.id, id, form['description'] ?? '');
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return {
      view: 'backup-detail',
      data: {
        ...backupDetails(await backups.get(tenant.id, id), call),
        description: form['description'],
        error: error.fields['description'],
      },
    };
  }
  return {
    events: ['close-dialog', 'backups-changed'],
    flag: { type: 'success', title: 'Description saved' },
  };
};
