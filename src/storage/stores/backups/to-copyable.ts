import type { CopyableBackup } from '../../../core/backups/copyable-backup.ts';
import type { BackupDocument } from './backup-document.ts';

/** What of a document a copy must know. */
export const COPYABLE_FIELDS = {
  sequence: 1,
  createdAt: 1,
  storageId: 1,
  contentBytes: 1,
  'copied.original': 1,
} as const;

/** Each backup once, in the order given: a copy only where what it is a copy of is not there. */
export function eachOnce(documents: readonly BackupDocument[]): BackupDocument[] {
  const once = new Map<string, string>();
  for (const { _id, copied } of documents) {
    const original = copied?.original ?? _id;
    if (!copied || !once.has(original)) once.set(original, _id);
  }
  const kept = new Set(once.values());
  return documents.filter(({ _id }) => kept.has(_id));
}

export const toCopyable = (document: BackupDocument): CopyableBackup => ({
  id: document._id,
  sequence: document.sequence,
  createdAt: document.createdAt,
  storageId: document.storageId,
  contentBytes: document.contentBytes,
  original: document.copied?.original,
});
