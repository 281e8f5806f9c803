import { CloudJiraApp } from '../atlassian/cloud/cloud-jira-app.ts';
import type { AddressGuard } from '../atlassian/address/address-guard.ts';
import type { Clock } from '../core/kernel/clock.ts';
import type { Log } from '../core/kernel/log.ts';
import type { LifecycleCall } from '../core/tenants/installations.ts';
import { uninstallTenant } from '../core/use-cases/upkeep/uninstall-tenant.ts';
import { ConnectIdentity } from '../web/identity/connect/connect-identity.ts';
import type { Stores } from './compose-stores.ts';

interface IdentitySettings {
  appKey: string;
  /** Hosts of sites that may install the app. */
  siteHosts: string[];
  production: boolean;
  pretendSiteUrl: string | undefined;
  /** Of one call to Jira, ms. */
  requestTimeoutMs: number;
}

export interface IdentityParts {
  stores: Pick<Stores, 'tenants' | 'runs' | 'runCodec'>;
  guard: AddressGuard;
  settings: IdentitySettings;
  /** The address under which Jira reaches this service. */
  baseUrl: string;
  clock: Clock;
  log: Log;
}

/** The front door: who is calling, for which tenant, and what they may do. */
export function composeIdentity(parts: IdentityParts): ConnectIdentity {
  const { stores, guard, settings, baseUrl, clock, log } = parts;
  const { tenants, runs } = stores;
  const { kinds } = stores.runCodec;
  const jira = new CloudJiraApp({
    appKey: settings.appKey,
    secretOf: (id) => tenants.secret(id),
    clock,
    log,
    guard,
  });
  const uninstall = (key: string, call: LifecycleCall) =>
    uninstallTenant({ installations: tenants, runs, kinds }, key, call);
  return new ConnectIdentity({
    ...settings,
    installations: tenants,
    jira,
    uninstall,
    baseUrl,
    clock,
    log,
  });
}
