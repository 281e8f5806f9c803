import { backupName } from '../../../../core/backups/backup-name.ts';
import type { Run } from '../../../../core/runs/run.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import type { Reader } from '../../../view/reader.ts';

export interface BackupDeleteView {
  id: string;
  name: string;
  date: ShownDate | undefined;
  /** Whether a restore reads it just now. */
  isRead: boolean;
  /** What was typed and refused. */
  typed?: string | undefined;
  error?: string | undefined;
}

export const backupDeleteView = (
  backup: Run,
  isRead: boolean,
  reader: Reader,
): BackupDeleteView => ({
  id: backup.id,
  name: backupName(backup),
  date: backup.endedAt && showDate(backup.endedAt, reader.timeZone),
  isRead,
});
