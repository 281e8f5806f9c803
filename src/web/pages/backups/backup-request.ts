import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import type { EffectsReply } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';

export async function backupRequest({
  backups,
  caller,
  params,
}: Call<'backups', 'id'>): Promise<EffectsReply> {
  await backups.request(caller.tenant.id, catalogId(params.id), requesterOf(caller));
  return {
    events: ['close-dialog', 'grid-changed', 'backups-changed'],
    flag: { type: 'success', title: 'Backup queued', body: 'The list shows how far it is.' },
  };
}
