import type { TenantId } from '../kernel/ids.ts';

/** What a tenant uses of a storage. */
export interface StorageUsage {
  /** Of all that is stored, sealed. */
  bytes: number;
  /** Documents, or objects of a bucket. */
  objects: number;
}

/** What was used at the end of a day, UTC. */
export interface UsedOnDay {
  /** `YYYY-MM-DD` */
  day: string;
  bytes: number;
}

export interface MeasuredUsage extends StorageUsage {
  measuredAt: Date;
  /** The last days on which it was measured, the oldest first. */
  days: UsedOnDay[];
}

export interface StorageUsageStore {
  /** By storage. */
  all(tenantId: TenantId): Promise<ReadonlyMap<string, MeasuredUsage>>;
  /** Repeatable. */
  note(tenantId: TenantId, storageId: string, usage: StorageUsage, at: Date): Promise<void>;
  /** Repeatable. */
  forget(tenantId: TenantId, storageId: string): Promise<void>;
}

const MAX_DAYS = 30;
const DAY_LENGTH = 10;

/** The days with what was measured last instead of what was measured earlier on that day. Pure. */
export function noteDay(
  days: readonly UsedOnDay[],
  { bytes }: StorageUsage,
  at: Date,
): UsedOnDay[] {
  const day = at.toISOString().slice(0, DAY_LENGTH);
  const others = days.filter((each) => each.day !== day);
  return [...others, { day, bytes }].toSorted((a, b) => (a.day < b.day ? -1 : 1)).slice(-MAX_DAYS);
}
