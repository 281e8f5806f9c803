import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { SiteId, TenantId } from '../../kernel/ids.ts';
import { cloudKind } from '../../sites/kinds/cloud-kind.ts';
import { dataCenterKind, type DataCenterDetails } from '../../sites/kinds/data-center-kind.ts';
import type { CloudPlaces } from '../../sites/kinds/cloud-places.ts';
import { readDetails } from '../../sites/site-kind.ts';
import type { Site, SiteStore } from '../../sites/site.ts';
import type { Tenant, TenantStore } from '../../tenants/tenant.ts';

interface Deps {
  tenants: Pick<TenantStore, 'move' | 'activeAt'>;
  sites: Pick<SiteStore, 'at' | 'get' | 'sources' | 'setPlace' | 'noteTest'>;
  catalog: Pick<CatalogStore, 'moveSite'>;
}

/**
 * The one owner of sites' addresses: a tenant, its connection, its catalog and the target instances
 * of others all hold one, and change together.
 */
export class SitePlaces implements CloudPlaces {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async cloudIdAt(siteUrl: string): Promise<string | null> {
    const sites = (await this.#deps.sites.at(siteUrl)).filter(isOfCloud);
    const ids = new Set(sites.map(cloudIdOf).filter((id) => id !== null));
    const [id] = ids;
    return ids.size === 1 ? (id ?? null) : null;
  }

  async learn(tenantId: TenantId, id: SiteId, cloudId: string): Promise<void> {
    const site = await this.#deps.sites.get(tenantId, id);
    if (!isOfCloud(site)) return;
    const details = { ...readDetails(cloudKind, site), cloudId };
    await this.#deps.sites.setPlace(site, { siteUrl: site.siteUrl, details });
  }

  /**
   * Assets of a Data Center is below another root since an upgrade of Jira. Nothing is noted if
   * somebody has saved the instance meanwhile, because then it was looked for. Repeatable.
   */
  async noteAssetsRoot({ tenantId, id }: Site, root: DataCenterDetails['root']): Promise<void> {
    const { setup, ...site } = await this.#deps.sites.get(tenantId, id);
    if (!setup) return;
    const details = { ...readDetails(dataCenterKind, site), root };
    await this.#deps.sites.noteTest({ ...site, setup, details });
  }

  async move({ from, to }: { from: string; to: string }): Promise<void> {
    for (const site of await this.#deps.sites.at(from)) await this.#moveSite(site, to);
    await this.#deps.tenants.move(from, to);
  }

  /**
   * The app was installed, or announced its address again. `before` is the address that the tenant
   * had. What an earlier call left undone is made good.
   */
  async installed(tenant: Tenant, before: string | undefined): Promise<void> {
    const sources = (await this.#deps.sites.sources(tenant.id)).filter(isOfCloud);
    if (before !== undefined && before !== tenant.siteUrl)
      await this.#leave(before, tenant.siteUrl, sources.map(cloudIdOf));
    for (const source of sources)
      if (source.siteUrl !== tenant.siteUrl) await this.#moveSite(source, tenant.siteUrl);
  }

  /**
   * The site at `from` says that it is at `to`. Another one may have taken its old address since:
   * then only what is known by the cloud id of the one that has moved goes along.
   */
  async #leave(from: string, to: string, own: readonly (string | null)[]): Promise<void> {
    const there = (await this.#deps.sites.at(from)).filter(isOfCloud);
    const ids = new Set([...there.map(cloudIdOf), ...own].filter((id) => id !== null));
    const isTaken = ids.size > 1 || (await this.#deps.tenants.activeAt(from)) !== null;
    if (!isTaken) return this.move({ from, to });
    for (const site of there) {
      const cloudId = cloudIdOf(site);
      if (cloudId !== null && own.includes(cloudId)) await this.#moveSite(site, to);
    }
  }

  async #moveSite(site: Site, siteUrl: string): Promise<void> {
    await this.#deps.sites.setPlace(site, { siteUrl, details: site.details });
    if (site.roles.source) await this.#deps.catalog.moveSite(site.tenantId, site.id, siteUrl);
  }
}

const isOfCloud = ({ kind }: Site): boolean => kind === cloudKind.name;
const cloudIdOf = (site: Site): string | null => readDetails(cloudKind, site).cloudId;
