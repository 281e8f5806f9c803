import { randomBytes } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import { Conflict, InvalidInput } from '../../kernel/errors.ts';
import { targetId as brand, type TargetId, type TenantId } from '../../kernel/ids.ts';
import type { SiteAccount } from '../../sites/site-account.ts';
import { besideField } from '../../sites/beside-field.ts';
import type { SiteCheck } from '../../sites/site-check.ts';
import type { Tenant, TenantStore } from '../../tenants/tenant.ts';
import type { SiteAddressCheck } from '../../sites/site-address.ts';
import { readTargetInput, type TargetInput } from './target-input.ts';
import type { TargetInstance, TargetStore } from '../../sites/target-instance.ts';

const NAME_TAKEN = {
  name: 'A target instance of this name is there already. Choose another name.',
};
const REFUSED = { token: 'The account was refused' };
const NO_ASSETS = {
  siteUrl:
    'The target site has no Assets. It comes with Jira Service Management Premium or Enterprise: check the plan of the site.',
};
const NO_PERMISSION = {
  email:
    'Assets does not answer for this account. Give it access to Jira Service Management there, or use another account.',
};

interface Deps {
  clock: Clock;
  targets: TargetStore;
  tenants: Pick<TenantStore, 'activeAt'>;
  address: SiteAddressCheck;
  check: SiteCheck;
  /** Whether an open restore writes there. */
  inUse?: (tenantId: TenantId, id: TargetId) => Promise<boolean>;
}

/** The other sites that backups may be restored to. Nothing is stored that was not seen to work, and a token goes only where it was typed for. */
export class TargetInstances {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Sorted by name. */
  list(tenantId: TenantId): Promise<TargetInstance[]> {
    return this.#deps.targets.list(tenantId);
  }

  /** @throws NotFound */
  get(tenantId: TenantId, id: TargetId): Promise<TargetInstance> {
    return this.#deps.targets.get(tenantId, id);
  }

  /**
   * Adds a target instance, or changes the one of that id. Checks, in this order, the fields, the address, whether the site may be a target at all, the account, its workspace and
   * Assets. @throws InvalidInput whose fields are the ones to edit; NotFound; Conflict `target-in-use` | `target-changed`; Unavailable when the site does not answer
   */
  async save(tenant: Tenant, input: unknown, id?: TargetId): Promise<TargetInstance> {
    const { targets, clock } = this.#deps;
    const current = id === undefined ? undefined : await targets.get(tenant.id, id);
    if (current) await this.#assertFree(tenant.id, current.id);
    const stored = current ? await targets.token(tenant.id, current.id) : null;
    const { token: typed, ...fields } = readTargetInput(input, stored !== null);
    await this.#assertNameIsFree(tenant.id, fields.name, current?.id);
    const siteUrl = await this.#deps.address.check(fields.siteUrl);
    if (typed === '' && !sameAccount({ ...fields, siteUrl }, current!))
      throw new InvalidInput({
        token:
          'Type the token again: the stored one is kept only for the same site, workspace and email.',
      });
    await this.#assertMayBeTarget(tenant, siteUrl, fields.sandbox);
    const account = await this.#checked({ ...fields, siteUrl, token: typed || stored! });
    const now = new Date(clock.now());
    const target = {
      id: current?.id ?? brand(randomBytes(12).toString('hex')),
      tenantId: tenant.id,
      ...fields,
      siteUrl,
      accountId: account.accountId,
      accountName: account.displayName,
      createdAt: current?.createdAt ?? now,
      tokenSetAt: typed ? now : current!.tokenSetAt,
      revision: current?.revision ?? 0,
    };
    return targets.save(target, typed || undefined).catch((error: unknown) => {
      if (error instanceof Conflict && error.code === 'target-name-taken')
        throw new InvalidInput(NAME_TAKEN, { cause: error });
      throw error;
    });
  }

  /** Token and all. @throws NotFound; Conflict `target-in-use` */
  async remove(tenantId: TenantId, id: TargetId): Promise<TargetInstance> {
    const target = await this.#deps.targets.get(tenantId, id);
    await this.#assertFree(tenantId, id);
    await this.#deps.targets.remove(tenantId, id);
    return target;
  }

  async #assertFree(tenantId: TenantId, id: TargetId): Promise<void> {
    if (await this.#deps.inUse?.(tenantId, id))
      throw new Conflict(
        'target-in-use',
        'A restore is writing to this target instance. Wait until it has ended, or stop it first.',
      );
  }

  /** Said before the site is asked; the store has the last word. */
  async #assertNameIsFree(
    tenantId: TenantId,
    name: string,
    own: TargetId | undefined,
  ): Promise<void> {
    const taken = (await this.#deps.targets.list(tenantId)).some(
      (target) => target.id !== own && target.name.toLowerCase() === name.toLowerCase(),
    );
    if (taken) throw new InvalidInput(NAME_TAKEN);
  }

  async #assertMayBeTarget(tenant: Tenant, siteUrl: string, sandbox: boolean): Promise<void> {
    if (siteUrl === tenant.siteUrl)
      throw new InvalidInput({
        siteUrl:
          'This is the current site: backups can be restored to it without a target instance. Type the URL of another site.',
      });
    if (!sandbox && !(await this.#deps.tenants.activeAt(siteUrl)))
      throw new InvalidInput({
        sandbox:
          'Install the app on the target site first, or tick that it is a sandbox of this site.',
      });
  }

  async #checked({ siteUrl, workspaceId, email, token }: TargetInput): Promise<SiteAccount> {
    const { check } = this.#deps;
    const account = await besideField(() => check.account(siteUrl, email, token), {
      'token-refused': REFUSED,
      'no-permission': REFUSED,
    });
    const workspaces = await besideField(() => check.workspaces(siteUrl, email, token), {
      'token-refused': REFUSED,
      'no-permission': NO_PERMISSION,
      'no-assets': NO_ASSETS,
    });
    if (workspaces.length === 0) throw new InvalidInput(NO_ASSETS);
    const notOfThisSite = { workspaceId: 'The workspace ID does not belong to this site' };
    if (!workspaces.includes(workspaceId)) throw new InvalidInput(notOfThisSite);
    await besideField(() => check.assets({ siteUrl, workspaceId, email, token }), {
      'token-refused': REFUSED,
      'no-permission': NO_PERMISSION,
      'no-assets': NO_ASSETS,
      'workspace-gone': notOfThisSite,
    });
    return account;
  }
}

type Spoken = Pick<TargetInstance, 'siteUrl' | 'workspaceId' | 'email'>;
const sameAccount = (a: Spoken, b: Spoken): boolean =>
  a.siteUrl === b.siteUrl && a.workspaceId === b.workspaceId && a.email === b.email;
