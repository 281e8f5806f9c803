import type { SiteId, TenantId } from '../../kernel/ids.ts';

/**
 * Where Cloud sites are. A site keeps its cloud id when it is renamed, and its old address leads to
 * the new one: whoever is sent on asks here, and tells here what was found out.
 */
export interface CloudPlaces {
  /** The cloud id of the site at that address; null while unknown. @throws Unavailable */
  cloudIdAt(siteUrl: string): Promise<string | null>;
  /** Notes the cloud id of a stored site. @throws Unavailable */
  learn(tenantId: TenantId, id: SiteId, cloudId: string): Promise<void>;
  /**
   * The site at `from` is at `to`: whatever is stored of it gets the new address, for every tenant.
   * Repeatable. @throws Unavailable
   */
  move(change: { from: string; to: string }): Promise<void>;
}
