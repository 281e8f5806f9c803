import { countRecords, type Backup } from '../../../../core/backups/backup.ts';
import { titleOf } from '../../../../core/backups/background/part-kind.ts';
import { isBeingRead } from '../../../../core/backups/held-part.ts';
import { showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { counted } from '../../../view/formats/numbers.ts';
import type { Reader } from '../../../view/reader.ts';
import { thingIcon, type ThingIcon } from '../../../view/components/thing-icon.ts';

/** What is restored: shown over every step. */
export interface RestoreSourceView {
  backupId: string;
  catalogId: string | undefined;
  /** What of the backup is still being read, in a sentence. */
  reading: string | undefined;
  source: { name: string; icon: ThingIcon; date: ShownDate | undefined; objectsCounted: string };
}

/** Undefined once all of it is there. */
export function readingText({ parts }: Pick<Backup, 'parts'>): string | undefined {
  const titles = parts.filter(isBeingRead).map(({ name }) => titleOf(name));
  const [first, ...others] = titles;
  if (first === undefined) return undefined;
  const named = [first, ...others.map((title) => title.toLowerCase())].join(' and ');
  return `${named} of this backup ${titles.length === 1 && !first.endsWith('s') ? 'is' : 'are'} still being copied.`;
}

export function restoreSourceView(backup: Backup, reader: Reader): RestoreSourceView {
  return {
    backupId: backup.id,
    catalogId: backup.catalogId,
    reading: readingText(backup),
    source: {
      name: backup.schema.name,
      icon: thingIcon(backup.schema.name),
      date: showDate(backup.completedAt, reader),
      objectsCounted: counted(countRecords(backup, 'object'), 'object'),
    },
  };
}
