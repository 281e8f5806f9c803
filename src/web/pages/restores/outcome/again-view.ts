import type { Backup } from '../../../../core/backups/backup.ts';
import type { RestoreRun } from '../../../../core/restores/restore-kind.ts';
import type { FollowUp } from '../../../../core/use-cases/restores/follow-up.ts';
import { showDate, type ShownDate } from '../../../view/formats/dates.ts';
import type { Reader } from '../../../view/reader.ts';

/** What a complete restore offers next. */
export interface AgainView {
  /** Of the newest backup, where it isn't restored yet. */
  newer: ShownDate | undefined;
  /** To another site: there is a checklist for the day of the cut-over. */
  isMigration: boolean;
}

const isMigration = ({ input }: RestoreRun, backup: Pick<Backup, 'site'> | undefined): boolean =>
  backup !== undefined && backup.site.workspaceId !== input.place.siteKey;

/** Whether there is a backup that is not restored yet. */
export const isBehind = ({ newest, last }: FollowUp): boolean =>
  newest !== undefined && newest.id !== last.backupId;

/** Undefined if nothing of the schema is left to restore. */
export function againView(
  restore: RestoreRun,
  followUp: FollowUp,
  reader: Reader,
): AgainView | undefined {
  const { newest } = followUp;
  if (!newest) return undefined;
  return {
    newer: isBehind(followUp) ? showDate(newest.completedAt, reader) : undefined,
    isMigration: isMigration(restore, newest),
  };
}
