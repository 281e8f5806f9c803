import type { BackupOutline } from '../../../core/backups/backup-outline.ts';
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
  binned: 1,
  pins: 1,
  'hold.at': 1,
  'verified.ok': 1,
  'damage.foundAt': 1,
  'copied.original': 1,
} as const;

export function toOutline(document: BackupDocument): BackupOutline {
  const { _id, createdAt, completedAt, pins, hold, verified, damage, copied } = document;
  const { sequence, trigger, storageId, contentBytes, storedBytes, binned } = document;
  return {
    id: _id,
    sequence,
    createdAt,
    completedAt: completedAt ?? createdAt,
    trigger,
    storageId,
    contentBytes,
    storedBytes,
    binned,
    isPinned: pins.length > 0,
    isHeld: hold !== undefined,
    isVerified: verified?.ok === true && damage === undefined,
    isDamaged: verified?.ok === false || damage !== undefined,
    original: copied?.original,
  };
}
