import { catalogId } from '../../../core/kernel/ids.ts';
import { by, type Handler } from '../../handling/call.ts';

export const backupRequest: Handler = async (call) => {
  await call.backups.request(call.tenant.id, catalogId(call.params['id']!), by(call));
  return {
    events: ['close-dialog', 'grid-changed', 'backups-changed'],
    flag: { type: 'success', title: 'Backup queued', body: 'The list shows how far it is.' },
  };
};
