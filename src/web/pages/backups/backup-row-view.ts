import { backupFacts } from '../../../core/backups/backup-name.ts';
import type { Run } from '../../../core/runs/run.ts';
import { showDate, type ShownDate } from '../../view/dates.ts';
import { bytes, count } from '../../view/numbers.ts';
import { progressView, type ProgressView } from '../../view/progress-view.ts';
import type { Reader } from '../../view/reader.ts';

/** A line of Available backups. */
export interface BackupRowView {
  id: string;
  shortId: string;
  date: ShownDate | undefined;
  objects: string;
  size: string;
  stored: string;
  type: 'Manual' | 'Scheduled';
  description: string;
  unsaved: number;
  moving: number;
  /** The outcome of the last Verify; `damaged` counts what is. */
  verified: { ok: boolean; date: ShownDate; damaged: number } | undefined;
  /** A Verify in hand. */
  verifying: ProgressView | undefined;
}

/** `open` are the tenant's runs in hand. */
export function backupRowView(run: Run, open: Run[], reader: Reader): BackupRowView {
  const facts = backupFacts(run);
  const verify = open.find((each) => each.kind === 'verify' && each.backupId === run.id);
  return {
    id: run.id,
    shortId: run.id.slice(-6),
    date: run.endedAt && showDate(run.endedAt, reader.timeZone),
    objects: count(facts.counts.object),
    size: bytes(facts.contentBytes),
    stored: bytes(facts.storedBytes),
    type: run.trigger === 'manual' ? 'Manual' : 'Scheduled',
    description: run.description ?? '',
    unsaved: facts.unsavedCount,
    moving: facts.movingCount,
    verified: run.verified && {
      ok: run.verified.ok,
      date: showDate(run.verified.at, reader.timeZone),
      damaged: run.verified.damage.length,
    },
    verifying: verify && progressView(verify, reader.nowMs),
  };
}
