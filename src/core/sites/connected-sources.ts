import { Conflict } from '../kernel/errors.ts';
import type { SiteId, TenantId } from '../kernel/ids.ts';
import type { SiteStore, SourceSite } from './site.ts';

/** The sites that the tenant backs up, its own first, then by name. */
export async function connectedSources(
  sites: Pick<SiteStore, 'sources'>,
  tenantId: TenantId,
): Promise<SourceSite[]> {
  return (await sites.sources(tenantId)).filter(({ disconnectedAt }) => !disconnectedAt);
}

/** @throws Conflict `no-connection` */
export async function assertConnected(
  sites: Pick<SiteStore, 'sources'>,
  { tenantId, siteId }: { tenantId: TenantId; siteId: SiteId },
): Promise<void> {
  const connected = await connectedSources(sites, tenantId);
  if (!connected.some(({ id }) => id === siteId))
    throw new Conflict('no-connection', 'Set up the connection first.');
}
