import type { Backup } from '../../../../core/backups/backup.ts';
import type { StorageName } from '../../../../core/use-cases/storages/own-storages.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import type { Reader } from '../../../view/reader.ts';

export interface BackupDeleteView {
  id: string;
  name: string;
  date: ShownDate | undefined;
  /** Whether a restore reads it just now. */
  isRead: boolean;
  /** Its data can't be deleted before. */
  lock: { storage: string; until: ShownDate } | undefined;
  /** What was typed and refused. */
  typed?: string | undefined;
  error?: string | undefined;
}

const DAY_MS = 86_400_000;

export const backupDeleteView = (
  backup: Backup,
  { isRead, storage }: { isRead: boolean; storage: StorageName | undefined },
  reader: Reader,
): BackupDeleteView => ({
  id: backup.id,
  name: backup.schema.name,
  date: showDate(backup.completedAt, reader),
  isRead,
  lock: lockView(backup, storage, reader),
});

/** Later backups may lean on the same data, and lock it for longer. */
function lockView(
  { completedAt }: Backup,
  storage: StorageName | undefined,
  reader: Reader,
): BackupDeleteView['lock'] {
  if (!completedAt || !storage?.lockDays) return undefined;
  const endMs = completedAt.getTime() + storage.lockDays * DAY_MS;
  const until = new Date(Math.ceil(endMs / DAY_MS) * DAY_MS);
  return until.getTime() < reader.nowMs
    ? undefined
    : { storage: storage.label, until: showDate(until, reader) };
}
