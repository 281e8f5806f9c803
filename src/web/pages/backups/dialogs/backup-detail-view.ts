import type { Backup } from '../../../../core/backups/backup.ts';
import { countLines } from '../../../../core/backups/parts/count-lines.ts';
import {
  listShortfalls,
  type ShortfallLine,
} from '../../../../core/backups/parts/list-shortfalls.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import { bytes, count, counted, took } from '../../../view/numbers.ts';
import type { Reader } from '../../../view/reader.ts';

/** Everything about one backup, for its dialog. */
export interface BackupDetailView {
  id: string;
  name: string;
  key: string;
  site: string;
  date: ShownDate | undefined;
  took: string | undefined;
  by: string;
  description: string;
  counts: { name: string; count: string }[];
  /** Parts that could not be read wholly. */
  shortfalls: ShortfallLine[];
  size: string;
  stored: string;
  rootHash: string;
  unsaved: { id: string; reason: string }[];
  /** How many in all; undefined where there is none. */
  unsavedCounted: string | undefined;
  kept: { id: string; attribute: string; reason: string }[];
  /** How many in all; undefined where there is none. */
  keptCounted: string | undefined;
  lost: { id: string; attribute: string; reason: string }[];
  /** How many in all; undefined where there is none. */
  lostCounted: string | undefined;
  moving: { id: string; label: string }[];
  /** How many in all; undefined where there is none. */
  movingCounted: string | undefined;
  verified: { ok: boolean; date: ShownDate; damage: string[] } | undefined;
  /** What was found damaged of it without a Verify. */
  damage: { date: ShownDate; found: string[] } | undefined;
  /** The description is what it was opened for. */
  isEdited?: boolean | undefined;
  /** What is wrong with the description. */
  error?: string | undefined;
}

export function backupDetailView(backup: Backup, reader: Reader): BackupDetailView {
  return {
    id: backup.id,
    name: backup.schema.name,
    key: backup.schema.key,
    site: backup.site.siteUrl,
    date: showDate(backup.completedAt, reader.timeZone),
    took: took({ startedAt: backup.startedAt, endedAt: backup.completedAt }),
    by: backup.requestedBy.name,
    description: backup.description,
    counts: countLines(backup.parts).map((line) => ({
      name: line.title,
      count: count(line.count),
    })),
    shortfalls: listShortfalls(backup.parts),
    size: bytes(backup.contentBytes),
    stored: bytes(backup.storedBytes),
    rootHash: backup.rootHash,
    unsaved: backup.unsaved,
    unsavedCounted: countedOrNone(backup.unsavedCount, 'object'),
    kept: backup.kept,
    keptCounted: countedOrNone(backup.keptCount, 'value'),
    lost: backup.lost,
    lostCounted: countedOrNone(backup.lostCount, 'value'),
    moving: backup.moving,
    movingCounted: countedOrNone(backup.movingCount, 'object'),
    verified: backup.verified && {
      ok: backup.verified.ok,
      date: showDate(backup.verified.at, reader.timeZone),
      damage: backup.verified.damage,
    },
    damage: backup.damage && {
      date: showDate(backup.damage.foundAt, reader.timeZone),
      found: backup.damage.found,
    },
  };
}

const countedOrNone = (value: number, noun: string): string | undefined =>
  value === 0 ? undefined : counted(value, noun);
