import { DAY_MS } from '../kernel/time/durations.ts';

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

const SHOWN_MS = 30 * DAY_MS;

/** What administrators read of it, for a month. */
export function mismatchNotice(mismatch: Mismatch | undefined, nowMs: number): string | undefined {
  if (!mismatch || nowMs - mismatch.seenAt.getTime() > SHOWN_MS) return undefined;
  return mismatch.older === 'service'
    ? "This service's database was restored from an older copy. Backups taken since then aren't listed; the listed ones are complete. Back up important schemas now."
    : 'The backup storage was restored from an older copy, so parts of listed backups may be missing. Verify important backups, and back up now.';
}
