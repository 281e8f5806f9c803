import type { TenantId } from '../kernel/ids.ts';

/** An installation that bears an id of its own, and a new one after each reinstall. */
export interface RegisteredInstallation {
  id: string;
  /** What it has in common with those before and after it on the same site. */
  key: string;
  tenantId: TenantId;
  /** `silent`: nothing was heard of it for so long that it counts as gone, until it is heard of. */
  state: 'here' | 'left' | 'silent';
}

/** A move of the site's data to another realm that its host has announced. */
export interface NotedMove {
  id: string;
  isStarted: boolean;
}

/** Which installations stand for which tenant. */
export interface InstallationRegister {
  find(id: string): Promise<RegisteredInstallation | null>;
  /**
   * The installation stands for the tenant from now on; those before it under the same key have
   * left. Idempotent, and changes nothing of one that has left.
   */
  arrive(installation: { id: string; key: string; tenantId: TenantId }, now: Date): Promise<void>;
  /**
   * It has left for good, and has to be settled. Returns it as it is now; `null` where it was never
   * heard of.
   */
  leave(id: string): Promise<RegisteredInstallation | null>;
  /** What follows from its having left is done. Idempotent. */
  settle(id: string): Promise<void>;
  /** Those that have left and were not settled. */
  unsettled(): Promise<RegisteredInstallation[]>;
  /** Whether any installation of that key has not left. */
  isAnyHere(key: string): Promise<boolean>;
  /** The move that was noted last; undefined where there is none, or no such installation. */
  moveOf(id: string): Promise<NotedMove | undefined>;
  /** Of an installation that is known; instead of the one before. Idempotent. */
  noteMove(id: string, move: NotedMove | undefined): Promise<void>;
  /** The host called on its behalf. */
  hear(id: string, now: Date): Promise<void>;
  /**
   * Counts a round of silence for those that were not heard of since `before`, at most one each
   * between `before` and `now`; those of more than `most` become silent. Returns these.
   */
  countSilence(times: { before: Date; now: Date; most: number }): Promise<RegisteredInstallation[]>;
}
