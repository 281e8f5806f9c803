import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { StorageName } from '../../../../core/use-cases/storages/own-storages.ts';
import { NameConfirmation } from '../../../forms/name-confirmation.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply, type Flag } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { backupDeleteView } from './backup-delete-view.ts';

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

export async function backupDelete({
  backups,
  retention,
  runs,
  storages,
  caller,
  params,
  form,
  reader,
}: Call<'backups' | 'retention' | 'runs' | 'storages', 'id'>) {
  const tenantId = caller.tenant.id;
  const { name: typed } = NameConfirmation.parse(form);
  const backup = await backups.get(tenantId, runId(params.id));
  const storage = (await storages.names(tenantId)).get(backup.storageId);
  try {
    const run = await backups.requestDelete(tenantId, backup.id, typed, requesterOf(caller));
    if (!run) return IN_BIN;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const isRead = await runs.isRead(tenantId, backup.id);
    const { binMs } = retention;
    const view = backupDeleteView(backup, { isRead, storage, binMs }, reader);
    return show('backup-delete-ask', { ...view, typed, error: error.fields['name'] });
  }
  const isRead = await runs.isRead(tenantId, backup.id);
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
