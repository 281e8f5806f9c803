import type { BucketStorage } from './storage.ts';

/** What of a bucket no backup needs any more, and nobody can delete yet. */
export interface LockedObjects {
  count: number;
  bytes: number;
  /** When the last lock runs out. */
  until: Date;
  /** Those whose lock runs out first: the whole key, and when. */
  first: { key: string; until: Date }[];
}

/** What the service knows of the objects in buckets. Asks no bucket. */
export interface BucketObjects {
  /** Undefined where nothing is locked. */
  locked(storage: BucketStorage): Promise<LockedObjects | undefined>;
  /** Of a bucket that was removed: nobody looks after them any more. Repeatable. */
  forget(storage: BucketStorage): Promise<void>;
}
