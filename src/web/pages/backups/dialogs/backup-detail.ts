import { runId, type RunId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { showDate } from '../../../view/formats/dates.ts';
import { copiedFrom } from '../backup-row-view.ts';
import { backupDetailView, objectsNotedIn, type BackupDetailView } from './backup-detail-view.ts';

/** With `edit` the keyboard begins at the description. */
export async function backupDetail(call: Call<'backups' | 'contents' | 'storages', 'id'>) {
  const view = await readBackupDetail(call, runId(call.params.id));
  return show('backup-detail', { ...view, isEdited: call.query['edit'] === 'on' });
}

/** What is known of a backup, with objects by their names as far as it can be read. */
export async function readBackupDetail(
  { backups, contents, storages, caller, reader }: Call<'backups' | 'contents' | 'storages'>,
  id: RunId,
): Promise<BackupDetailView> {
  const backup = await backups.get(caller.tenant.id, id);
  const names = await contents.names(caller.tenant.id, id, objectsNotedIn(backup));
  const places = await storages.names(caller.tenant.id);
  const { copied } = backup;
  return {
    ...backupDetailView(backup, names, reader),
    storage: places.get(backup.storageId),
    copied: copied && {
      from: copiedFrom(backup, places) ?? '',
      date: showDate(copied.at, reader),
      by: copied.by.name,
    },
  };
}
