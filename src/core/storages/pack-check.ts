import type { Failure } from '../kernel/loops/work-through.ts';
import type { TenantId } from '../kernel/ids.ts';

/** Packs of one tenant in one storage. */
export interface TenantPacks {
  tenantId: TenantId;
  storageId: string;
  packs: string[];
}

/** How far a storage was read back. */
export interface CheckState {
  begunAt: Date;
  /** When all that was there had been read back the last time. */
  endedAt?: Date | undefined;
}

export interface CheckedPacks {
  read: number;
  /** Tenants whose packs could not be checked: their key cannot be opened. */
  failed: Failure[];
}

/** Reads stored packs back, a thirtieth of them a day, whoever they belong to. */
export interface PackCheck {
  /**
   * Reads those that are due by now and marks the ones that are damaged. They count as read once
   * `onDamage` was called with them; one replica at a time reads. Repeatable.
   */
  readDue(
    onDamage: (damaged: TenantPacks) => Promise<void>,
    signal: AbortSignal,
  ): Promise<CheckedPacks>;
  state(storageId: string): Promise<CheckState | undefined>;
}
