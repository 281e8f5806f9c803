import { runId } from '../../../../core/kernel/ids.ts';
import type { StorageName } from '../../../../core/use-cases/storages/own-storages.ts';
import { NameConfirmation } from '../../../forms/name-confirmation.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply, type Flag } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { formErrorsOf } from '../../settings/show-settings.ts';
import { readBackupDelete } from './backup-delete-ask.ts';

const WAITS_FOR_USE: Flag = {
  type: 'info',
  title: 'Backup will be deleted',
  body: "It's in use, for example by a restore. It will be deleted when that finishes.",
};
const BEING_DELETED: Flag = {
  type: 'success',
  title: 'Deleting the backup',
  body: "Its storage is freed in a few minutes. Other backups aren't affected.",
};

const LOCKED: Flag = {
  type: 'success',
  title: 'Deleting the backup',
  body: "It leaves the lists now. Its data is deleted as soon as the bucket's lock has run out.",
};

const IN_BIN: EffectsReply = {
  events: ['close-dialog', 'backups-changed'],
  flag: {
    type: 'success',
    title: 'Backup moved to the bin',
    body: 'To undo this, open the bin below the list.',
  },
};

export async function backupDelete(
  call: Call<'backups' | 'retention' | 'runs' | 'storages', 'id'>,
) {
  const { backups, runs, storages, caller, params, form } = call;
  const tenantId = caller.tenant.id;
  const { name: typed } = NameConfirmation.parse(form);
  const backup = await backups.get(tenantId, runId(params.id));
  try {
    const run = await backups.requestDelete(tenantId, backup.id, typed, requesterOf(caller));
    if (!run) return IN_BIN;
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    const view = await readBackupDelete(call, await backups.get(tenantId, backup.id));
    return show('backup-delete-ask', { ...view, typed, error: errors['name'] ?? errors['form'] });
  }
  const isRead = await runs.isRead(tenantId, backup.id);
  const storage = (await storages.names(tenantId)).get(backup.storageId);
  const done: EffectsReply = {
    events: ['close-dialog', 'backups-changed'],
    flag: flagOf(isRead, storage),
  };
  return done;
}

function flagOf(isRead: boolean, storage: StorageName | undefined): Flag {
  if (isRead) return WAITS_FOR_USE;
  return storage?.lockDays ? LOCKED : BEING_DELETED;
}
