import type { BackupOutline } from '../../backups/backup-outline.ts';
import { localDayOf, nameOfDay, type LocalDay } from '../../kernel/time/local-day.ts';

type Dated = Pick<BackupOutline, 'id' | 'completedAt' | 'trigger' | 'isVerified'>;

/** A day with complete backups. */
export interface BackupDay {
  day: LocalDay;
  /** The last one of the day. */
  last: Dated;
  /** Whether a schedule requested any of them. */
  isScheduled: boolean;
  /** Whether any of them is verified. */
  isVerified: boolean;
}

/** The days on which these backups, newest first, were completed. Pure. */
export function backupDays(backups: readonly Dated[], timeZone: string): BackupDay[] {
  const days = new Map<string, BackupDay>();
  for (const backup of backups) {
    const day = localDayOf(backup.completedAt.getTime(), timeZone);
    const name = nameOfDay(day);
    const { last, isScheduled, isVerified } = days.get(name) ?? NO_BACKUP;
    days.set(name, {
      day,
      last: last ?? backup,
      isScheduled: isScheduled || backup.trigger === 'scheduled',
      isVerified: isVerified || backup.isVerified,
    });
  }
  return [...days.values()];
}

const NO_BACKUP = { last: undefined, isScheduled: false, isVerified: false };
