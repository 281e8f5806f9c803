import type { Backup } from '../../../../core/backups/backup.ts';
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
  backup: Backup,
  isRead: boolean,
  reader: Reader,
): BackupDeleteView => ({
  id: backup.id,
  name: backup.schema.name,
  date: showDate(backup.completedAt, reader),
  isRead,
});
