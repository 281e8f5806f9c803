import type { BackupOutline } from '../../../core/backups/backup-outline.ts';
import { isVerified } from '../../../core/backups/backup.ts';
import type { BackupDocument } from './backup-document.ts';

/** What of a document its outline is made of. */
export const OUTLINE_FIELDS = {
  sequence: 1,
  createdAt: 1,
  completedAt: 1,
  trigger: 1,
  storageId: 1,
  contentBytes: 1,
  storedBytes: 1,
  hold: 1,
  binned: 1,
  pins: 1,
  'verified.ok': 1,
  'damage.foundAt': 1,
  'copied.original': 1,
} as const;

export function toOutline(document: BackupDocument): BackupOutline {
  const { _id, createdAt, completedAt, pins, verified, damage, copied } = document;
  const { sequence, trigger, storageId, contentBytes, storedBytes, hold, binned } = document;
  return {
    id: _id,
    sequence,
    createdAt,
    completedAt: completedAt ?? createdAt,
    trigger,
    storageId,
    contentBytes,
    storedBytes,
    hold,
    binned,
    isPinned: pins.length > 0,
    isVerified: isVerified({ verified, damage }),
    isDamaged: verified?.ok === false || damage !== undefined,
    original: copied?.original,
  };
}
