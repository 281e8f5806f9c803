import { countRecords, isIncomplete, type Backup } from '../../../core/backups/backup.ts';
import { titleOf } from '../../../core/backups/background/part-kind.ts';
import { isBeingRead } from '../../../core/backups/held-part.ts';
import { verifyKind } from '../../../core/backups/verify/verify-backup.ts';
import { isOfKind } from '../../../core/runs/run-kind.ts';
import type { Run } from '../../../core/runs/run.ts';
import type { RetentionView } from '../../../core/use-cases/retention/retention.ts';
import type { StorageName, StorageNames } from '../../../core/use-cases/storages/own-storages.ts';
import { isAhead, daysAgoWords, showDate, type ShownDate } from '../../view/formats/dates.ts';
import { bytes, count, counted } from '../../view/formats/numbers.ts';
import { progressView, type ProgressView } from '../../view/components/progress-view.ts';
import { partCells, type PartCellView } from './part-cells.ts';
import type { Reader } from '../../view/reader.ts';
import { keptWords } from '../retention/kept-words.ts';

/** A line of Available backups. */
export interface BackupRowView {
  id: string;
  schemaId: string;
  /** Whether there is another storage to copy it to. */
  canCopy: boolean;
  /** Of a copy: what the storage is called that it was copied from. */
  copiedFrom: string | undefined;
  /** The number people know it by; backups of older versions have none. */
  number: string;
  date: ShownDate;
  /** For example "3 days ago". */
  daysAgo: string;
  /** Its date lies ahead, because the clock was wrong. */
  isAhead: boolean;
  objects: string;
  /** How they differ from those of the backup before. */
  changes: { added: string; removed: string; changed: string } | undefined;
  /** In the order of the list's columns. */
  parts: PartCellView[];
  /** Whether one of its parts is queued or being read. */
  isBeingRead: boolean;
  /** It was chosen in the timeline. */
  isSelected: boolean;
  size: string;
  stored: string;
  type: 'Manual' | 'Scheduled';
  description: string;
  /** Why it was not deleted though somebody asked for it. */
  undeleted: { why: string; date: ShownDate } | undefined;
  unsaved: number;
  /** Values that were kept as they came, or not at all. */
  /** "3 odd values". */
  oddCounted: string | undefined;
  moving: number;
  /** Whether it lacks something that the site counts. */
  isIncomplete: boolean;
  /** The outcome of the last Verify; `damaged` counts what is. */
  verified: { ok: boolean; date: ShownDate; damaged: number } | undefined;
  /** Parts that were read after that, and are not verified. */
  readSince: string | undefined;
  /** It was found damaged since. */
  isDamaged: boolean;
  /** A Verify in progress. */
  verifying: ProgressView | undefined;
  /** Where it is, if there is a choice, and why it can't be read right now. */
  storage: StorageName | undefined;
  /** Why it is kept; empty if only a person would remove it. */
  kept: string;
  /** Why it is on hold. */
  hold: string | undefined;
}

/** What a line tells besides the backup itself. */
export interface AroundBackup {
  /** The tenant's runs in progress. */
  open: Run[];
  storages: StorageNames;
  /** Of the backup's schema. */
  retention: Pick<RetentionView, 'plan'> | undefined;
}

export function backupRowView(
  backup: Backup,
  { open, storages, retention }: AroundBackup,
  reader: Reader,
): BackupRowView {
  const verify = open.find((each) => isOfKind(each, verifyKind) && each.backupId === backup.id);
  return {
    id: backup.id,
    schemaId: backup.catalogId,
    canCopy: storages.size > 1,
    copiedFrom: copiedFrom(backup, storages),
    number: backup.sequence === undefined ? backup.id.slice(-6) : String(backup.sequence),
    date: showDate(backup.completedAt, reader),
    daysAgo: daysAgoWords(backup.completedAt, reader),
    isAhead: isAhead(backup.completedAt, reader),
    objects: count(countRecords(backup, 'object')),
    changes: changesOf(backup),
    parts: partCells(backup, open),
    isBeingRead: backup.parts.some(isBeingRead),
    isSelected: false,
    size: bytes(backup.contentBytes),
    stored: bytes(backup.storedBytes),
    type: backup.trigger === 'manual' ? 'Manual' : 'Scheduled',
    description: backup.description,
    undeleted: backup.undeleted && {
      why: backup.undeleted.why,
      date: showDate(backup.undeleted.at, reader),
    },
    unsaved: backup.unsavedCount,
    oddCounted: oddWords(backup.keptCount + backup.lostCount),
    moving: backup.movingCount,
    isIncomplete: isIncomplete(backup),
    verified: backup.verified && {
      ok: backup.verified.ok,
      date: showDate(backup.verified.at, reader),
      damaged: backup.verified.damage.length,
    },
    readSince: readSince(backup),
    isDamaged: backup.damage !== undefined,
    verifying: verify && progressView(verify, reader.nowMs),
    storage: storages.get(backup.storageId),
    kept: keptWords(retention?.plan.kept.get(backup.id) ?? [], reader),
    hold: backup.hold && `${backup.hold.reason} (${backup.hold.by.name})`,
  };
}

/** Undefined if all of it was verified. */
function readSince({ verified, parts }: Backup): string | undefined {
  if (!verified) return undefined;
  const later = parts.filter(({ sealedAt }) => sealedAt && sealedAt > verified.at);
  return later.map(({ name }) => titleOf(name)).join(', ') || undefined;
}

/** What the storage is called that a copy was read from. */
export const copiedFrom = (
  { copied }: Pick<Backup, 'copied'>,
  storages: StorageNames,
): string | undefined => copied && (storages.get(copied.from)?.label ?? 'another storage');

function changesOf({ changes }: Backup): BackupRowView['changes'] {
  return (
    changes && {
      added: count(changes.added),
      removed: count(changes.removed),
      changed: count(changes.changed),
    }
  );
}

const oddWords = (values: number): string | undefined =>
  values > 0 ? counted(values, 'odd value') : undefined;
