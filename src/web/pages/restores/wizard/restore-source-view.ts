import { countRecords, type Backup } from '../../../../core/backups/backup.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import { count } from '../../../view/numbers.ts';
import type { Reader } from '../../../view/reader.ts';
import { thingIcon, type ThingIcon } from '../../../view/thing-icon.ts';

/** What is restored: shown over every step. */
export interface RestoreSourceView {
  backupId: string;
  catalogId: string | undefined;
  source: { name: string; icon: ThingIcon; date: ShownDate | undefined; objects: string };
}

export function restoreSourceView(backup: Backup, reader: Reader): RestoreSourceView {
  return {
    backupId: backup.id,
    catalogId: backup.catalogId,
    source: {
      name: backup.schema.name,
      icon: thingIcon(backup.schema.name),
      date: showDate(backup.completedAt, reader),
      objects: count(countRecords(backup, 'object')),
    },
  };
}
