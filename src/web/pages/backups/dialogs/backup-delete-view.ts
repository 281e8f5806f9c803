import type { Backup } from '../../../../core/backups/backup.ts';
import { DAY_MS } from '../../../../core/kernel/time/durations.ts';
import type { StorageName } from '../../../../core/use-cases/storages/own-storages.ts';
import { showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { counted } from '../../../view/formats/numbers.ts';
import type { Reader } from '../../../view/reader.ts';

export interface BackupDeleteView {
  id: string;
  name: string;
  date: ShownDate | undefined;
  /** For example "14 days"; empty where nothing stays in the bin. */
  binDays: string;
  /** Why it can't be deleted. */
  kept: string | undefined;
  /** Whether its deletion would wait: for a restore, a copy, or one of its parts. */
  isRead: boolean;
  /** Its data can't be deleted before. */
  lock: { storage: string; until: ShownDate } | undefined;
  /** What was typed and refused. */
  typed?: string | undefined;
  error?: string | undefined;
}

interface AroundDeletion {
  kept: string | undefined;
  /** Whether something is reading it. */
  isRead: boolean;
  storage: StorageName | undefined;
  /** How long it stays in the bin, where it may be read on. */
  binMs: number;
}

export const backupDeleteView = (
  backup: Backup,
  { kept, isRead, storage, binMs }: AroundDeletion,
  reader: Reader,
): BackupDeleteView => ({
  id: backup.id,
  name: backup.schema.name,
  date: showDate(backup.completedAt, reader),
  binDays: binMs > 0 ? counted(binMs / DAY_MS, 'day') : '',
  kept,
  isRead: isRead && binMs === 0,
  lock: lockView(backup, storage, reader),
});

/** Later backups may lean on the same data and lock it for longer. */
export function lockView(
  { completedAt }: Pick<Backup, 'completedAt'>,
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
