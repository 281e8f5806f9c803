import type { Clock } from '../../kernel/time/clock.ts';
import { HOUR_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import { NotAllowed, Unavailable } from '../../kernel/errors.ts';
import { RecentMap } from '../../kernel/collections/recent-map.ts';
import { workThrough, type Round } from '../../kernel/loops/work-through.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { cloudKind } from '../../sites/kinds/cloud-kind.ts';
import { readDetails } from '../../sites/site-kind.ts';
import type { OwnAccessStore } from '../../sites/access/own-access.ts';
import type { SiteStore } from '../../sites/site.ts';
import type { Installations, LifecycleCall } from '../../tenants/installations.ts';
import type {
  InstallationRegister,
  RegisteredInstallation,
} from '../../tenants/installation-register.ts';
import type { Tenant, TenantStore } from '../../tenants/tenant.ts';
import { installTenant } from '../upkeep/install-tenant.ts';
import type { SitePlaces } from '../upkeep/site-places.ts';
import { uninstallTenant } from '../upkeep/uninstall-tenant.ts';

/** What the host vouches for with each call of a person. */
export interface HostInstallation {
  /** New after each reinstall. */
  id: string;
  /** The same after a reinstall on the same site. */
  key: string;
  siteUrl: string;
  /** The site's own id, which stays when it is renamed. */
  cloudId: string;
  /** What the app may call the site with on its own, where the host gives that. Never log it. */
  ownToken?: string | undefined;
}

interface Deps {
  register: InstallationRegister;
  installations: Installations;
  tenants: Pick<TenantStore, 'byId' | 'activeAt'>;
  sites: Pick<SiteStore, 'sources' | 'sourcesWith'>;
  ownAccess: Pick<OwnAccessStore, 'keep' | 'renew'>;
  places: SitePlaces;
  runs: RunStore;
  kinds: RunKinds;
  clock: Clock;
}

/** A host calls at least once an hour; what its own trouble leaves out is not held against it. */
const ROUND_MS = HOUR_MS + 5 * MINUTE_MS;
/** Three days: of as many rounds, while the service was up, nothing was heard. */
const MOST_SILENT_ROUNDS = 72;
/** That an installation was heard of is noted no more often than this. */
const NOTE_MS = 10 * MINUTE_MS;
const MAX_REMEMBERED = 5_000;
const GONE = 'The app was uninstalled from this site. Reload the page in Jira.';
const UNKNOWN_YET =
  "The backups of the Connect app on this site can't be matched yet. Open that app, sync the schemas once, then reload this page.";

/**
 * Installations whose host tells of them late, twice or never: the first call of a person makes the
 * tenant, or joins the one that the same site has by the first front door; one that nothing is
 * heard of any more counts as uninstalled.
 */
export class HostInstallations {
  readonly #deps: Deps;
  readonly #notedAt = new RecentMap<string, number>(MAX_REMEMBERED);

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * The tenant that the installation stands for. @throws NotAllowed once it has left; Unavailable
   * `site-unknown` as long as the tenant to join is uncertain
   */
  async admit(installation: HostInstallation, call: LifecycleCall): Promise<Tenant> {
    const { register, tenants } = this.#deps;
    const known = await register.find(installation.id);
    if (known?.state === 'left') throw new NotAllowed(GONE);
    const tenant = known?.state === 'here' ? await tenants.byId(known.tenantId) : null;
    if (tenant?.state !== 'active' || tenant.siteUrl !== installation.siteUrl)
      return this.#arrive(installation, call);
    const { id, ownToken } = installation;
    if (this.#isToBeNoted(id, ownToken)) {
      await this.#note(id);
      await this.#keepAccess(tenant, installation);
    }
    return tenant;
  }

  /**
   * The host called for the installation, and may have renewed the app's own access. One that
   * counted as uninstalled is there again; what is not known yet is known by its first page.
   */
  async hear(id: string, call: LifecycleCall, ownToken?: string): Promise<void> {
    if (!this.#isToBeNoted(id, ownToken)) return;
    const { register, ownAccess, clock } = this.#deps;
    const known = await register.find(id);
    if (known?.state === 'silent' && !(await this.#comeBack(known, call))) return;
    await this.#note(id);
    const isHere = known && known.state !== 'left';
    if (!isHere || ownToken === undefined) return;
    const givenAt = new Date(clock.now());
    await ownAccess.renew(known.tenantId, { token: ownToken, givenAt });
  }

  /** The installation leaves, and its tenant unless another one stands for it. Repeatable. */
  async leave(id: string, call: LifecycleCall): Promise<void> {
    const left = await this.#deps.register.leave(id);
    if (left) await this.#settle(left, call);
  }

  /** Makes good what a crash left undone of installations that have left. */
  async settleLeft(): Promise<Round> {
    const { register, clock } = this.#deps;
    return workThrough(await register.unsettled(), {
      nameOf: ({ id }) => `installation ${id}`,
      work: async (left) => {
        const now = new Date(clock.now());
        await this.#settle(left, { id: `leave of ${left.id}`, signedAt: now, receivedAt: now });
        return true;
      },
    });
  }

  /** Those that nothing is heard of count as uninstalled, until they are heard of again. */
  async noteSilence(): Promise<Round> {
    const { register, installations, clock } = this.#deps;
    const now = new Date(clock.now());
    const before = new Date(now.getTime() - ROUND_MS);
    const silent = await register.countSilence({ before, now, most: MOST_SILENT_ROUNDS });
    return workThrough(silent, {
      nameOf: ({ id }) => `installation ${id}`,
      work: async ({ id, key, tenantId }) => {
        const tenant = await installations.find(key);
        if (tenant?.id !== tenantId || tenant.state !== 'active') return false;
        const callId = `silence of ${id} at ${now.getTime()}`;
        await this.#uninstall(key, { id: callId, signedAt: now, receivedAt: now });
        return true;
      },
    });
  }

  /** A call with a token tells more than one without. */
  #isToBeNoted(id: string, ownToken: string | undefined): boolean {
    const now = this.#deps.clock.monotonicMs();
    const name = ownToken === undefined ? id : `${id} with a token`;
    if (now - (this.#notedAt.get(name) ?? -Infinity) < NOTE_MS) return false;
    this.#notedAt.set(name, now);
    return true;
  }

  async #note(id: string): Promise<void> {
    const { register, clock } = this.#deps;
    await register.hear(id, new Date(clock.now()));
  }

  async #keepAccess({ id }: Tenant, { ownToken, cloudId }: HostInstallation): Promise<void> {
    const { ownAccess, clock } = this.#deps;
    if (ownToken === undefined) return;
    await ownAccess.keep(id, { token: ownToken, cloudId, givenAt: new Date(clock.now()) });
  }

  async #settle({ id, key }: RegisteredInstallation, call: LifecycleCall): Promise<void> {
    const { register } = this.#deps;
    if (!(await register.isAnyHere(key))) await this.#uninstall(key, call);
    await register.settle(id);
  }

  #uninstall(key: string, call: LifecycleCall): Promise<void> {
    const { installations, runs, kinds } = this.#deps;
    return uninstallTenant({ installations, runs, kinds }, key, call);
  }

  /** Its tenant is active again, as long as the purge has not begun: whether that is so. */
  async #comeBack(
    { id, key, tenantId }: RegisteredInstallation,
    call: LifecycleCall,
  ): Promise<boolean> {
    const { installations, places, register, tenants, clock } = this.#deps;
    const tenant = await tenants.byId(tenantId);
    if (!tenant || tenant.state === 'purging') return false;
    const isKnown = (await installations.find(key))?.id === tenantId;
    if (isKnown)
      await installTenant({ installations, places }, { key, siteUrl: tenant.siteUrl }, call);
    else if ((await installations.join(tenantId, key)) === null) return false;
    await register.arrive({ id, key, tenantId }, new Date(clock.now()));
    return true;
  }

  async #arrive(installation: HostInstallation, call: LifecycleCall): Promise<Tenant> {
    const { id, key, siteUrl } = installation;
    const { installations, places, register, clock } = this.#deps;
    const isKnown = (await installations.find(key)) !== null;
    if (isKnown || !(await this.#join(installation)))
      await installTenant({ installations, places }, { key, siteUrl }, call);
    const tenant = await installations.find(key);
    if (tenant?.state !== 'active') throw new NotAllowed(GONE);
    await register.arrive({ id, key, tenantId: tenant.id }, new Date(clock.now()));
    await this.#keepAccess(tenant, installation);
    return tenant;
  }

  /**
   * The tenant whose site had this very id when its account was connected: the host vouches for
   * the id of the site that calls, and an address may belong to another site by now. @throws
   * Unavailable
   */
  async #join({ key, siteUrl, cloudId }: HostInstallation): Promise<boolean> {
    const { installations, tenants, sites } = this.#deps;
    const same = await sites.sourcesWith(cloudKind.name, { name: 'cloudId', value: cloudId });
    const joinable = await installations.findJoinable(same.map(({ tenantId }) => tenantId));
    if (joinable) return (await installations.join(joinable.id, key)) !== null;
    const neighbor = await tenants.activeAt(siteUrl);
    const isJoinable = neighbor && (await installations.findJoinable([neighbor.id]));
    if (isJoinable && (await this.#lacksCloudId(neighbor)))
      throw new Unavailable('site-unknown', UNKNOWN_YET);
    return false;
  }

  async #lacksCloudId({ id }: Tenant): Promise<boolean> {
    const sources = await this.#deps.sites.sources(id);
    return sources.some(
      (site) => site.kind === cloudKind.name && readDetails(cloudKind, site).cloudId === null,
    );
  }
}
