import { backupFacts } from '../../../../core/backups/backup-name.ts';
import type { Run } from '../../../../core/runs/run.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import { bytes, count, took } from '../../../view/numbers.ts';
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
  size: string;
  stored: string;
  /** Whether unchanged records are those of an earlier backup. */
  leans: boolean;
  rootHash: string;
  unsaved: { id: string; reason: string }[];
  unsavedCount: number;
  moving: { id: string; label: string }[];
  movingCount: number;
  verified: { ok: boolean; date: ShownDate; damage: string[] } | undefined;
  /** What is wrong with the description. */
  error?: string | undefined;
}

const COUNTED = [
  ['object', 'Objects'],
  ['objectType', 'Object types'],
  ['attribute', 'Attributes'],
  ['referenceType', 'Reference types'],
  ['status', 'Statuses'],
  ['user', 'Users'],
  ['group', 'Groups'],
] as const;

export function backupDetailView(run: Run, reader: Reader): BackupDetailView {
  const facts = backupFacts(run);
  return {
    id: run.id,
    name: facts.schemaName,
    key: facts.schemaKey,
    site: facts.siteUrl,
    date: run.endedAt && showDate(run.endedAt, reader.timeZone),
    took: took(run),
    by: run.requestedBy.name,
    description: run.description ?? '',
    counts: COUNTED.map(([kind, name]) => ({ name, count: count(facts.counts[kind]) })),
    size: bytes(facts.contentBytes),
    stored: bytes(facts.storedBytes),
    leans: Boolean(facts.baseId),
    rootHash: facts.rootHash,
    unsaved: facts.unsaved,
    unsavedCount: facts.unsavedCount,
    moving: facts.moving,
    movingCount: facts.movingCount,
    verified: run.verified && {
      ok: run.verified.ok,
      date: showDate(run.verified.at, reader.timeZone),
      damage: run.verified.damage,
    },
  };
}
