import { CloudJiraApp } from '../atlassian/cloud/cloud-jira-app.ts';
import { ConnectKeys } from '../atlassian/cloud/connect-keys.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { Log } from '../core/kernel/log.ts';
import type { Installation, LifecycleCall } from '../core/tenants/installations.ts';
import { uninstallTenant } from '../core/use-cases/upkeep/uninstall-tenant.ts';
import { installTenant } from '../core/use-cases/upkeep/install-tenant.ts';
import { ConnectIdentity } from '../web/identity/connect/connect-identity.ts';
import type { Sites } from './compose-sites.ts';
import type { Stores } from './storage/compose-stores.ts';

interface IdentitySettings {
  appKey: string;
  /** Hosts of sites that may install the app. */
  siteHosts: string[];
  production: boolean;
  pretendSiteUrl: string | undefined;
  pretendAddresses: string[];
  /** Of one call to Jira, ms. */
  requestTimeoutMs: number;
}

export interface IdentityParts {
  stores: Pick<Stores, 'tenants' | 'runs' | 'runCodec'>;
  sites: Pick<Sites, 'guard' | 'budgets' | 'moved' | 'places'>;
  settings: IdentitySettings;
  /** The address under which Jira reaches this service. */
  baseUrl: string;
  clock: Clock;
  log: Log;
}

/** The front door: who is calling, for which tenant, and what they may do. */
export function composeIdentity(parts: IdentityParts): ConnectIdentity {
  const { stores, sites, settings, baseUrl, clock, log } = parts;
  const { guard, moved, places } = sites;
  const { tenants, runs } = stores;
  const { kinds } = stores.runCodec;
  const jira = new CloudJiraApp({
    appKey: settings.appKey,
    secretOf: (id) => tenants.secret(id),
    clock,
    log,
    guard,
    limited: sites.budgets.limited,
    moved,
  });
  const uninstall = (key: string, call: LifecycleCall) =>
    uninstallTenant({ installations: tenants, runs, kinds }, key, call);
  const install = (installation: Installation, call: LifecycleCall) =>
    installTenant({ installations: tenants, places }, installation, call);
  const { requestTimeoutMs, pretendSiteUrl } = settings;
  const keys = new ConnectKeys({
    guard,
    timeoutMs: requestTimeoutMs,
    servers: pretendSiteUrl ? [`${pretendSiteUrl}/_simulator/install-keys`] : undefined,
  });
  return new ConnectIdentity({
    ...settings,
    findInstallKey: (id) => keys.find(id),
    install,
    installations: tenants,
    jira,
    uninstall,
    baseUrl,
    clock,
    log,
  });
}
