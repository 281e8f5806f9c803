import type { TenantId } from '../kernel/ids.ts';

/**
 * One installation of the app on a Cloud site. `id` is its incarnation: a reinstall after a purge
 * has begun gets a new one.
 */
export interface Tenant {
  id: TenantId;
  /** `https://site.atlassian.net`, without a slash at its end. */
  siteUrl: string;
  state: 'active' | 'uninstalled' | 'purging';
  installedAt: Date;
  uninstalledAt?: Date | undefined;
}

export interface TenantStore {
  byId(id: TenantId): Promise<Tenant | null>;
  /** The active tenant of that site; `null` where the app is not installed. */
  activeAt(siteUrl: string): Promise<Tenant | null>;
  /** The site at `from` is at `to` now. Repeatable. */
  move(from: string, to: string): Promise<void>;
  /**
   * Tenants that were uninstalled at a time that has not come, by a clock that was ahead, count as
   * uninstalled now. Returns how many.
   */
  healTimes(now: Date): Promise<number>;
  /**
   * Compare-and-set uninstalled → purging, for those uninstalled before `before`. Returns what is
   * to be purged, also purges begun earlier.
   */
  beginPurges(before: Date): Promise<Tenant[]>;
  /**
   * Forgets everything the service database holds of this incarnation, whose key was destroyed
   * before. Repeatable; it is due again after a minute, an hour and a day, for what a paused worker
   * may have written meanwhile, and only then the tenant's id itself is forgotten.
   */
  purge(id: TenantId): Promise<void>;
}
