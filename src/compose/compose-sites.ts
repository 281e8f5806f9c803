import { AddressGuard } from '../atlassian/address/address-guard.ts';
import { CloudSiteAddress } from '../atlassian/address/cloud-site-address.ts';
import { CloudIds } from '../atlassian/cloud/cloud-ids.ts';
import { CloudSiteCheck } from '../atlassian/cloud/cloud-site-check.ts';
import { CloudSites } from '../atlassian/cloud/cloud-sites.ts';
import { MovedSites } from '../atlassian/cloud/moved-sites.ts';
import { isPublicIp } from '../atlassian/address/is-public-ip.ts';
import { DataCenterSiteCheck } from '../atlassian/data-center/data-center-site-check.ts';
import { DataCenterSites } from '../atlassian/data-center/data-center-sites.ts';
import { SiteBudgets } from '../atlassian/budget/site-budgets.ts';
import type { Undocumented } from '../core/assets/ports/site/undocumented.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { TenantId } from '../core/kernel/ids.ts';
import type { Log } from '../core/kernel/log.ts';
import type { AgentLine } from '../core/sites/agents/agent-line.ts';
import type { SitePlaces } from '../core/use-cases/upkeep/site-places.ts';
import { SiteAccess } from '../core/sites/access/site-access.ts';
import type { SiteLeases } from '../core/sites/access/site-lease.ts';
import type { SiteStore } from '../core/sites/site.ts';
import { listedNetworks } from './storage/listed-networks.ts';

interface SiteSettings {
  atlassianApiUrl: string;
  /** Where it is apart from the API, as Atlassian's is. */
  mediaUrl?: string | undefined;
  requestTimeoutMs: number;
  patienceMs: number;
  /** How long after a refusal it is asked for again; three seconds where not set. */
  confirmMs?: number;
  /** Undocumented calls that the operator has switched off. */
  undocumentedOff?: ReadonlySet<Undocumented> | undefined;
  /** The maximum number of calls to a Data Center; absent: as many a minute as it accepts. */
  dataCenterLimits?: { atOnce: number; perMinute: number | null } | undefined;
  /** Origins that are connected to unchecked: pretend sites. */
  pretendAddresses: string[];
  /** Where Data Center sites may be though it is not on the internet; none where not set. */
  privateNetworks?: readonly string[] | undefined;
}

export interface ComposeSitesOptions {
  sites: SiteStore;
  places: SitePlaces;
  leases: SiteLeases;
  settings: SiteSettings;
  /** The way to sites that only their agents reach; none where not set. */
  agents?: AgentLine | undefined;
  /** What the host of the app lets it in with on its own; nothing where not set. */
  ownToken?: ((tenantId: TenantId) => Promise<string>) | undefined;
  clock: Clock;
  log: Log;
}

export interface Sites {
  access: SiteAccess;
  /** Of the addresses that administrators type, and of accounts, before a site is saved. */
  address: CloudSiteAddress;
  check: CloudSiteCheck;
  dataCenterCheck: DataCenterSiteCheck;
  guard: AddressGuard;
  places: SitePlaces;
  /** Follows sites that were renamed. */
  moved: MovedSites;
  /** To be closed at the end: gives the site leases back. */
  budgets: SiteBudgets;
}

/** The ways to the sites, of every kind that there is. A new kind is a line here. */
export function composeSites({
  sites,
  places,
  leases,
  settings,
  agents,
  ownToken,
  clock,
  log,
}: ComposeSitesOptions): Sites {
  const guard = new AddressGuard({ allowed: settings.pretendAddresses });
  const budgets = new SiteBudgets(clock, leases);
  const cloudIds = new CloudIds(guard);
  const moved = new MovedSites({ cloudIds, places, clock, allowed: guard.allowed });
  const cloud = {
    apiUrl: settings.atlassianApiUrl,
    mediaUrl: settings.mediaUrl,
    requestTimeoutMs: settings.requestTimeoutMs,
    patienceMs: settings.patienceMs,
    confirmMs: settings.confirmMs,
    undocumentedOff: settings.undocumentedOff,
    clock,
    log,
    budgets,
    guard,
    moved,
    ownToken,
  };
  const serverGuard = dataCenterGuard(settings);
  const limits = settings.dataCenterLimits;
  const noteRoot = places.noteAssetsRoot.bind(places);
  const server = { ...cloud, guard: serverGuard, agents, limits, noteRoot };
  const dataCenter = new DataCenterSites(server);
  return {
    access: new SiteAccess(sites, [new CloudSites(cloud), dataCenter]),
    address: new CloudSiteAddress(guard),
    check: new CloudSiteCheck(cloud),
    dataCenterCheck: new DataCenterSiteCheck({ sites: dataCenter, guard: serverGuard }),
    guard,
    places,
    moved,
    budgets,
  };
}

function dataCenterGuard({ pretendAddresses, privateNetworks = [] }: SiteSettings): AddressGuard {
  const isListed = listedNetworks(privateNetworks);
  return new AddressGuard({
    allowed: pretendAddresses,
    isPublic: (address) => isPublicIp(address) || isListed(address),
  });
}
