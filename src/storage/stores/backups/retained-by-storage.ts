import type { RetainedBackup } from '../../../core/backups/retention/plan-retention.ts';
import type { BackupDocument } from './backup-document.ts';

/** What of a document retention must know. */
export const RETAINED_FIELDS = {
  completedAt: 1,
  createdAt: 1,
  sequence: 1,
  pins: 1,
  'hold.at': 1,
  storageId: 1,
  storedBytes: 1,
  trigger: 1,
} as const;

/** Backups as retention sees them, by storage. */
export function retainedByStorage(
  documents: readonly BackupDocument[],
): Map<string, RetainedBackup[]> {
  const groups = Map.groupBy(documents, ({ storageId }) => storageId);
  return new Map([...groups].map(([storageId, stored]) => [storageId, stored.map(retained)]));
}

const retained = (document: BackupDocument): RetainedBackup => ({
  id: document._id,
  at: (document.completedAt ?? document.createdAt).getTime(),
  sequence: document.sequence,
  isPinned: document.pins.length > 0,
  isHeld: document.hold !== undefined,
  isScheduled: document.trigger === 'scheduled',
  storedBytes: document.storedBytes,
});
