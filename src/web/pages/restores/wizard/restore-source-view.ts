import { backupFacts } from '../../../../core/backups/backup-name.ts';
import type { Run } from '../../../../core/runs/run.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import { count } from '../../../view/numbers.ts';
import type { Reader } from '../../../view/reader.ts';

/** What is restored: shown over every step. */
export interface RestoreSourceView {
  backupId: string;
  catalogId: string | undefined;
  source: { name: string; date: ShownDate | undefined; objects: string };
}

export function restoreSourceView(backup: Run, reader: Reader): RestoreSourceView {
  const { schemaName, counts } = backupFacts(backup);
  return {
    backupId: backup.id,
    catalogId: backup.catalogId,
    source: {
      name: schemaName,
      date: backup.endedAt && showDate(backup.endedAt, reader.timeZone),
      objects: count(counts.object),
    },
  };
}
