/**
 * One of a storage and the service database was restored from an older copy than the other: which,
 * and when that was seen.
 */
export interface Mismatch {
  older: 'service' | 'storage';
  seenAt: Date;
}

/** What the service database and each storage know of each other's age. */
export interface StorageEpochs {
  /** The last time that they did not fit; undefined where they always did. */
  mismatch(storageId: string): Promise<Mismatch | undefined>;
}

const SHOWN_MS = 30 * 86_400_000;

/** What administrators read of it, for a month. */
export function mismatchNotice(mismatch: Mismatch | undefined, nowMs: number): string | undefined {
  if (!mismatch || nowMs - mismatch.seenAt.getTime() > SHOWN_MS) return undefined;
  return mismatch.older === 'service'
    ? 'The database of this service was restored from an older copy. Backups that were taken since then are not listed; what is listed is whole. Back up what matters now.'
    : 'The storage of the backups was restored from an older copy. Parts of listed backups may be missing: verify those that matter, and back up now.';
}
