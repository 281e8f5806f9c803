import { randomBytes } from 'node:crypto';
import type { Clock } from '../../kernel/time/clock.ts';
import { Conflict, InvalidInput, NotFound } from '../../kernel/errors.ts';
import { siteId, type SiteId, type TenantId } from '../../kernel/ids.ts';
import type { CloudAccountCheck } from '../../sites/kinds/cloud-account-check.ts';
import { cloudKind } from '../../sites/kinds/cloud-kind.ts';
import type { SiteAddressCheck } from '../../sites/checks/site-address-check.ts';
import type { ShownSite, SiteKinds } from '../../sites/site-kinds.ts';
import { readDetails } from '../../sites/site-kind.ts';
import type { Site, SiteStore } from '../../sites/site.ts';
import type { Tenant, TenantStore } from '../../tenants/tenant.ts';
import { checkTarget, type TargetFindings } from './check-target.ts';
import { readTargetInput, type TargetInput } from './target-input.ts';

const NAME_TAKEN = {
  name: 'You already have a target instance with this name. Choose another name.',
};
const TOKEN_NEEDED = {
  token: 'Enter the token again: the saved one only works with the same site, workspace and email.',
};

/** Another site, and what its kind tells of it. */
export type TargetInstance = Site & { shown: ShownSite };

interface Deps {
  clock: Clock;
  kinds: SiteKinds;
  sites: Pick<SiteStore, 'get' | 'targets' | 'save' | 'token' | 'remove'>;
  tenants: Pick<TenantStore, 'activeAt'>;
  address: SiteAddressCheck;
  check: CloudAccountCheck;
  /** Whether an open restore writes there. */
  inUse: (tenantId: TenantId, id: SiteId) => Promise<boolean>;
}

/** The target instance before a change, and its token. */
interface Stored {
  site: Site;
  token: string | null;
}

/**
 * The other sites that backups may be restored to. Nothing is stored that was not seen to work, and
 * a token goes only where it was typed for.
 */
export class TargetInstances {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Sorted by name. */
  async list(tenantId: TenantId): Promise<TargetInstance[]> {
    const { sites, kinds } = this.#deps;
    const targets = await sites.targets(tenantId);
    return targets.map((site) => ({ ...site, shown: kinds.show(site) }));
  }

  /** @throws NotFound */
  async get(tenantId: TenantId, id: SiteId): Promise<Site> {
    const site = await this.#deps.sites.get(tenantId, id);
    if (site.roles.source)
      throw new NotFound('This target instance was deleted. Go back to Settings.');
    return site;
  }

  /**
   * Adds a target instance, or changes the one of that id. Checks, in this order, the fields, the
   * address, whether the site may be a target at all, the account, its workspace and Assets.
   * @throws InvalidInput whose fields are the ones to edit; NotFound; Conflict `target-in-use` |
   * `target-changed`; Unavailable when the site does not answer
   */
  async save(tenant: Tenant, input: unknown, id?: SiteId): Promise<Site> {
    const stored = id === undefined ? undefined : await this.#stored(tenant.id, id);
    const typed = readTargetInput(input, typeof stored?.token === 'string');
    await this.#assertNameIsFree(tenant.id, typed.name, stored?.site.id);
    const checked = { ...typed, siteUrl: await this.#deps.address.check(typed.siteUrl) };
    const token = typed.token || keptToken(checked, stored);
    await this.#assertMayBeTarget(tenant, checked.siteUrl, checked.sandbox);
    const found = await checkTarget(this.#deps.check, { ...checked, token });
    const site = this.#toSite(tenant.id, checked, found, stored?.site);
    return this.#deps.sites.save(site, typed.token || undefined).catch((error: unknown) => {
      if (error instanceof Conflict && error.code === 'name-taken')
        throw new InvalidInput(NAME_TAKEN, { cause: error });
      throw error;
    });
  }

  /** Token and all. @throws NotFound; Conflict `target-in-use` */
  async remove(tenantId: TenantId, id: SiteId): Promise<Site> {
    const target = await this.get(tenantId, id);
    await this.#assertFree(tenantId, id);
    await this.#deps.sites.remove(tenantId, id);
    return target;
  }

  async #stored(tenantId: TenantId, id: SiteId): Promise<Stored> {
    const site = await this.get(tenantId, id);
    await this.#assertFree(tenantId, id);
    return { site, token: await this.#deps.sites.token(tenantId, id) };
  }

  #toSite(
    tenantId: TenantId,
    { name, siteUrl, token, ...typed }: TargetInput,
    { account, access, rights }: TargetFindings,
    before: Site | undefined,
  ): Site {
    const now = new Date(this.#deps.clock.now());
    const details = { ...typed, ...access };
    return {
      id: before?.id ?? siteId(randomBytes(12).toString('hex')),
      tenantId,
      kind: cloudKind.name,
      key: cloudKind.keyOf(details),
      roles: { source: false, target: true },
      name,
      siteUrl,
      account: { accountId: account.accountId, name: account.displayName },
      details,
      createdAt: before?.createdAt ?? now,
      tokenSetAt: token === '' && before ? before.tokenSetAt : now,
      rights,
      revision: before?.revision ?? 0,
    };
  }

  async #assertFree(tenantId: TenantId, id: SiteId): Promise<void> {
    if (await this.#deps.inUse(tenantId, id))
      throw new Conflict(
        'target-in-use',
        'A restore is running on this target instance. Wait for it to finish, or stop it first.',
      );
  }

  /** Said before the site is asked; the store has the last word. */
  async #assertNameIsFree(
    tenantId: TenantId,
    name: string,
    own: SiteId | undefined,
  ): Promise<void> {
    const isTaken = (await this.#deps.sites.targets(tenantId)).some(
      (target) => target.id !== own && target.name?.toLowerCase() === name.toLowerCase(),
    );
    if (isTaken) throw new InvalidInput(NAME_TAKEN);
  }

  async #assertMayBeTarget(tenant: Tenant, siteUrl: string, sandbox: boolean): Promise<void> {
    if (siteUrl === tenant.siteUrl)
      throw new InvalidInput({
        siteUrl:
          "This is the current site, which doesn't need a target instance. Enter the URL of another site.",
      });
    if (!sandbox && !(await this.#deps.tenants.activeAt(siteUrl)))
      throw new InvalidInput({
        sandbox:
          'Install the app on the target site first, or tick that it is a sandbox of this site.',
      });
  }
}

/** The stored token, where it was typed for this very account. @throws InvalidInput `token` */
function keptToken(typed: TargetInput, stored: Stored | undefined): string {
  if (!stored?.token) throw new InvalidInput(TOKEN_NEEDED);
  const { workspaceId, email } = readDetails(cloudKind, stored.site);
  const isSame =
    stored.site.siteUrl === typed.siteUrl &&
    workspaceId === typed.workspaceId &&
    email === typed.email;
  if (!isSame) throw new InvalidInput(TOKEN_NEEDED);
  return stored.token;
}
