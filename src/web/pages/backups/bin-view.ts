import type { BackupOutline } from '../../../core/backups/backup-outline.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';

/** A backup in the bin. */
export interface BinLineView {
  id: string;
  date: ShownDate;
  why: string;
  by: string;
  binned: ShownDate;
  /** When it is deleted for good. */
  until: ShownDate;
}

export const binView = (
  binned: readonly BackupOutline[],
  binMs: number,
  reader: Reader,
): BinLineView[] =>
  binned.flatMap((backup) => {
    const { binned: bin } = backup;
    if (!bin) return [];
    const until = new Date(bin.at.getTime() + binMs);
    return [
      {
        id: backup.id,
        date: showDate(backup.completedAt, reader),
        why: bin.why,
        by: bin.by.name,
        binned: showDate(bin.at, reader),
        until: showDate(until, reader),
      },
    ];
  });
