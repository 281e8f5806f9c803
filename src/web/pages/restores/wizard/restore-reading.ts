import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { readingText } from './restore-source-view.ts';

/** What of a backup is still being read. */
export interface RestoreReadingView {
  backupId: string;
  reading: string | undefined;
}

/** The line about it, kept fresh while somebody waits in the wizard. */
export async function restoreReading({ backups, caller, params }: Call<'backups', 'id'>) {
  const backup = await backups.get(caller.tenant.id, runId(params.id));
  const view: RestoreReadingView = { backupId: backup.id, reading: readingText(backup) };
  return show('restore-reading', view);
}
