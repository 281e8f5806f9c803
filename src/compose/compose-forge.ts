import { CloudJiraOfPerson } from '../atlassian/cloud/cloud-jira-of-person.ts';
import { ForgeKeys } from '../atlassian/cloud/forge-keys.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { Log } from '../core/kernel/log.ts';
import { HostInstallations } from '../core/use-cases/installations/host-installations.ts';
import { ResidencyMoves } from '../core/use-cases/installations/residency-moves.ts';
import { ForgeIdentity } from '../web/identity/forge/forge-identity.ts';
import type { Sites } from './compose-sites.ts';
import type { Stores } from './storage/compose-stores.ts';

interface ForgeSettings {
  forge:
    | {
        appId: string;
        environments: ('production' | 'staging' | 'development')[];
        keysUrl: string;
        realm: string | undefined;
      }
    | undefined;
  siteHosts: string[];
  pretendSiteUrl: string | undefined;
  atlassianApiUrl: string;
}

interface ForgeParts {
  stores: Pick<Stores, 'tenants' | 'installations' | 'ownAccess' | 'sites' | 'runs' | 'runCodec'>;
  sites: Pick<Sites, 'guard' | 'places'>;
  clock: Clock;
}

/** The host waits for a page no longer than 25 seconds. */
const KEYS_TIMEOUT_MS = 5_000;

/** Installations that come by Forge. */
export function composeHostInstallations({ stores, sites, clock }: ForgeParts): HostInstallations {
  const { tenants, installations: register, runs, runCodec } = stores;
  return new HostInstallations({
    register,
    installations: tenants,
    tenants,
    sites: stores.sites,
    ownAccess: stores.ownAccess,
    places: sites.places,
    runs,
    kinds: runCodec.kinds,
    clock,
  });
}

/** Answers to moves between realms; unused if no Forge app is configured. */
export const composeResidency = (
  { forge }: Pick<ForgeSettings, 'forge'>,
  { installations: register }: Pick<Stores, 'installations'>,
): ResidencyMoves => new ResidencyMoves({ register, realm: forge?.realm });

/** The door of Forge; undefined if no Forge app is configured. */
export function composeForge(
  settings: ForgeSettings,
  installations: HostInstallations,
  { sites, clock, log }: Pick<ForgeParts, 'sites' | 'clock'> & { log: Log },
): ForgeIdentity | undefined {
  if (!settings.forge) return undefined;
  const { siteHosts, pretendSiteUrl, atlassianApiUrl: apiUrl } = settings;
  const { appId, environments, keysUrl: url } = settings.forge;
  const { guard } = sites;
  const keys = new ForgeKeys({ guard, timeoutMs: KEYS_TIMEOUT_MS, url });
  const jira = new CloudJiraOfPerson({ apiUrl, clock, log, guard });
  return new ForgeIdentity({
    siteHosts,
    pretendSiteUrl,
    appId,
    environments,
    fetchKeys: () => keys.fetch(),
    jira,
    installations,
    clock,
  });
}
