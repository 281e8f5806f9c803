import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import { NameConfirmation } from '../../../forms/name-confirmation.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply, type Flag } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { backupDeleteView } from './backup-delete-view.ts';

const WAITS_FOR_RESTORE: Flag = {
  type: 'info',
  title: 'The backup is being deleted',
  body: 'A restore is reading it: it goes as soon as that has ended.',
};
const BEING_DELETED: Flag = {
  type: 'success',
  title: 'The backup is being deleted',
  body: 'What only this backup needs is removed from the storage.',
};

export async function backupDelete({
  backups,
  runs,
  caller,
  params,
  form,
  reader,
}: Call<'backups' | 'runs', 'id'>) {
  const tenantId = caller.tenant.id;
  const { name: typed } = NameConfirmation.parse(form);
  const backup = await backups.get(tenantId, runId(params.id));
  try {
    await backups.requestDelete(tenantId, backup.id, typed, requesterOf(caller));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const view = backupDeleteView(backup, await runs.isRead(tenantId, backup.id), reader);
    return show('backup-delete-ask', { ...view, typed, error: error.fields['name'] });
  }
  const isRead = await runs.isRead(tenantId, backup.id);
  const done: EffectsReply = {
    events: ['close-dialog', 'backups-changed'],
    flag: isRead ? WAITS_FOR_RESTORE : BEING_DELETED,
  };
  return done;
}
