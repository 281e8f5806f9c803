import type { CheckState, PackCheck } from '../../storages/pack-check.ts';
import { mismatchNotice, type StorageEpochs } from '../../storages/storage-epochs.ts';
import { SERVICE_STORAGE, type OwnStorage } from '../../storages/storage.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { InvalidInput, NotFound } from '../../kernel/errors.ts';
import type { SiteId, TenantId } from '../../kernel/ids.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { ScheduleStore } from '../../schedules/schedule.ts';
import { cloudKind } from '../../sites/kinds/cloud-kind.ts';
import type { CloudAccountCheck } from '../../sites/kinds/cloud-account-check.ts';
import type { ShownSite, SiteKinds } from '../../sites/site-kinds.ts';
import { isOwnSite } from '../../sites/is-own-site.ts';
import type { OwnAccess, OwnAccessStore } from '../../sites/access/own-access.ts';
import { readDetails } from '../../sites/site-kind.ts';
import type { SetupSteps, SiteStore, SourceSite } from '../../sites/site.ts';
import { tokenExpiry, type TokenExpiry } from '../../sites/checks/token-expiry.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import type { Keys } from '../keys/keys.ts';
import type { OwnStorages } from '../storages/own-storages.ts';
import { assertIdle, leaveSource } from '../sources/leave-source.ts';
import { noteRefused } from '../sources/note-refused.ts';
import { checkOwnAccess } from './check-own-access.ts';
import { checkAccount, checkSource, findWorkspaces, type SourceFindings } from './check-source.ts';
import { readCredentials, type CredentialsInput } from './credentials-input.ts';
import { connectedOf, ownSource, ownSourceId, testedSource } from './own-source.ts';

/** The site that the app was installed on, and what its kind tells of it. */
export type ConnectedSite = SourceSite & { shown: ShownSite };

export interface SetupView {
  /** The last step that is saved; the step to show is the next one. */
  stepsDone: SetupSteps;
  source: ConnectedSite | undefined;
  /** Where new backups go, and the databases that the tenant brought. */
  storage: {
    id: string;
    label: string;
    serviceLabel: string;
    graceDays: number;
    check: CheckState | undefined;
    own: OwnStorage[];
  };
  tokenExpiry: TokenExpiry | undefined;
  /** The host lets the app call the site on its own; whether Assets does is found out by asking. */
  hasOwnAccess: boolean;
  /** That the service's own storage and its database do not fit. */
  mismatch: string | undefined;
}

const NO_OWN_ACCESS =
  "Jira hasn't given this app access of its own yet. Reload the page in a minute, or connect an account.";
const OTHER_WORKSPACE =
  "The app's own access leads to another Assets workspace now. Choose Use the app's own access to connect that one.";
/** Of `YYYY-MM-DD`. */
const DAY_LENGTH = 10;

interface Deps {
  clock: Clock;
  sites: SiteStore;
  catalog: CatalogStore;
  runs: RunStore;
  runKinds: RunKinds;
  siteKinds: SiteKinds;
  schedules: ScheduleStore;
  check: CloudAccountCheck;
  ownAccess: Pick<OwnAccessStore, 'find'>;
  storage: { label: string; graceDays: number };
  packCheck: Pick<PackCheck, 'state'>;
  epochs: StorageEpochs;
  storages: Pick<OwnStorages, 'list'>;
  keys: Pick<Keys, 'lockNotice'>;
}

/**
 * The initial setup and its later edits: live checks first, then one save. Nothing is stored that
 * was not seen to work.
 */
export class Setup {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async view(tenantId: TenantId): Promise<SetupView> {
    const { sites, epochs, clock, storages, ownAccess } = this.#deps;
    const [source, seen, own, access] = await Promise.all([
      sites.ownSite(tenantId),
      epochs.mismatch(SERVICE_STORAGE.id),
      storages.list(tenantId),
      ownAccess.find(tenantId),
    ]);
    return {
      stepsDone: source?.setup.stepsDone ?? 0,
      source: source && { ...source, shown: this.#deps.siteKinds.show(source) },
      storage: await this.#storageOf(source, own),
      tokenExpiry: tokenExpiry(source?.setup.tokenExpiresOn, clock.now()),
      hasOwnAccess: access !== undefined,
      mismatch: mismatchNotice(seen, clock.now()),
    };
  }

  /** What became of the databases that backups are in, and of their keys: the most urgent of it. */
  async notice(tenantId: TenantId): Promise<string | undefined> {
    const { epochs, clock, storages, keys } = this.#deps;
    const [seen, own, locked] = await Promise.all([
      epochs.mismatch(SERVICE_STORAGE.id),
      storages.list(tenantId),
      keys.lockNotice(tenantId),
    ]);
    const trouble = own.find((each) => each.trouble)?.trouble?.message;
    return locked ?? mismatchNotice(seen, clock.now()) ?? trouble;
  }

  /**
   * The workspace ID of the tenant's site, asked for with what was typed so far. @throws
   * InvalidInput, Unavailable
   */
  async findWorkspace(
    { id, siteUrl }: Tenant,
    input: { email?: unknown; token?: unknown },
  ): Promise<string> {
    const source = await this.#deps.sites.ownSite(id);
    const email = typeof input.email === 'string' ? input.email.trim() : '';
    const typed = typeof input.token === 'string' ? input.token.trim() : '';
    const token = typed || (await this.#storedToken(source)) || '';
    if (!email) throw new InvalidInput({ email: 'Enter the email first' });
    if (!token) throw new InvalidInput({ token: 'Enter the API token first' });
    const account = { siteUrl, email, token };
    const { cloudId, tokenKind } = await checkAccount(this.#deps.check, account);
    const known = { ...account, cloudId, tokenKind };
    const [workspaceId] = await findWorkspaces(this.#deps.check, known);
    return workspaceId;
  }

  /**
   * Checks live, in order, and saves. Another workspace is another site: the one before is left,
   * and comes back when its workspace is connected again.
   * @throws InvalidInput whose one field is the one to edit; Unavailable; Conflict when somebody
   * else saved meanwhile
   */
  async saveCredentials(tenant: Tenant, input: unknown): Promise<SourceSite> {
    const { check } = this.#deps;
    const before = await this.#ownSites(tenant.id);
    const current = connectedOf(before);
    const stored = await this.#storedToken(current);
    const typed = readCredentials(input, stored !== null);
    this.#assertExpiryIsAhead(typed, current);
    await this.#assertMayLeave(current, ownSourceId(tenant, typed));
    const token = typed.token || stored || '';
    const findings = await checkSource(check, { siteUrl: tenant.siteUrl, ...typed, token });
    const keepsToken = current?.id === ownSourceId(tenant, typed) && typed.token === '';
    return this.#connect(tenant, typed, findings, {
      before,
      token: keepsToken ? undefined : token,
    });
  }

  /**
   * What the app finds by its own access, asked for now. @throws InvalidInput `form` where the site
   * doesn't let it in; Unavailable
   */
  async lookByOwnAccess(tenant: Tenant): Promise<SourceFindings & { workspaceId: string }> {
    const access = await this.#ownAccess(tenant);
    return checkOwnAccess(this.#deps.check, tenant.siteUrl, access);
  }

  /**
   * The same, and the site is connected by it: a token that was saved is erased. @throws as above;
   * Conflict when somebody else saved meanwhile
   */
  async saveOwnAccess(tenant: Tenant): Promise<SourceSite> {
    const before = await this.#ownSites(tenant.id);
    const { workspaceId, ...findings } = await this.lookByOwnAccess(tenant);
    const typed = { workspaceId, email: '', token: '', tokenExpiresOn: '' };
    await this.#assertMayLeave(connectedOf(before), ownSourceId(tenant, typed));
    return this.#connect(tenant, typed, findings, { before, token: null });
  }

  /**
   * *Test connection*: all checks anew, of what is stored. What they found is noted; where somebody
   * saved the connection meanwhile, and so had it checked, that stays. @throws NotFound before step
   * 1; InvalidInput; Unavailable
   */
  async test(tenant: Tenant): Promise<void> {
    const { sites, check } = this.#deps;
    const source = await sites.ownSite(tenant.id);
    if (!source) throw new NotFound('Finish the setup first. Reload the page.');
    const { email, workspaceId, tokenKind } = readDetails(cloudKind, source);
    const token = (await this.#storedToken(source)) ?? '';
    const account = { siteUrl: tenant.siteUrl, email, workspaceId, token };
    const ask = () =>
      tokenKind === 'own' ? this.#testOwnAccess(tenant, workspaceId) : checkSource(check, account);
    const findings = await noteRefused(sites, source, ask);
    await sites.noteTest(testedSource(source, findings));
  }

  /**
   * Step 2: new backups go to this storage, which was seen to work; old ones stay where they are.
   * @throws NotFound before step 1
   */
  async saveStorage(tenantId: TenantId, storageId = SERVICE_STORAGE.id): Promise<SourceSite> {
    const source = await this.#deps.sites.ownSite(tenantId);
    if (!source) throw new NotFound('Save the account first.');
    const stepsDone = source.setup.stepsDone === 3 ? 3 : 2;
    const setup = { storageId, stepsDone } as const;
    return this.#deps.sites.patchSetup(tenantId, source.id, setup);
  }

  /**
   * Erases the token, stops schedules and hides the catalog; backups stay and come back when the
   * same workspace is connected again. @throws Conflict while work is in progress
   */
  async deleteConnection(tenantId: TenantId): Promise<void> {
    const source = await this.#deps.sites.ownSite(tenantId);
    if (!source) return;
    await assertIdle(this.#deps, tenantId, source.id);
    await this.#deps.sites.disconnect(tenantId, source.id);
    await leaveSource(this.#deps, tenantId, source.id);
  }

  /**
   * `before`: its own sites as they were before anything was asked of the site, so that whoever
   * saved since is not overwritten. `token`: null for none, undefined for the one that is stored.
   */
  async #connect(
    tenant: Tenant,
    typed: CredentialsInput,
    findings: SourceFindings,
    { before, token }: { before: SourceSite[]; token: string | null | undefined },
  ): Promise<SourceSite> {
    const { sites, catalog } = this.#deps;
    const current = connectedOf(before);
    const id = ownSourceId(tenant, typed);
    if (current && current.id !== id) await sites.disconnect(tenant.id, current.id);
    const now = new Date(this.#deps.clock.now());
    const source = ownSource(tenant, typed, findings, { before, now });
    const saved = await sites.save(source, token);
    const [last] = before;
    if (last && last.id !== id) await leaveSource(this.#deps, tenant.id, last.id);
    await catalog.setConnected(tenant.id, id, true);
    return { ...source, revision: saved.revision };
  }

  /** The connected one first, or else the one that was left last. */
  async #ownSites(tenantId: TenantId): Promise<SourceSite[]> {
    return (await this.#deps.sites.sources(tenantId)).filter(isOwnSite);
  }

  /** Another site than `next` is left only while nothing works on it. @throws Conflict */
  async #assertMayLeave(current: SourceSite | undefined, next: SiteId): Promise<void> {
    if (current && current.id !== next) await assertIdle(this.#deps, current.tenantId, current.id);
  }

  /** @throws InvalidInput `form` */
  async #testOwnAccess(tenant: Tenant, workspaceId: string): Promise<SourceFindings> {
    const { workspaceId: found, ...findings } = await this.lookByOwnAccess(tenant);
    if (found !== workspaceId) throw new InvalidInput({ form: OTHER_WORKSPACE });
    return findings;
  }

  async #ownAccess({ id }: Tenant): Promise<OwnAccess> {
    const access = await this.#deps.ownAccess.find(id);
    if (!access) throw new InvalidInput({ form: NO_OWN_ACCESS });
    return access;
  }

  async #storageOf(
    source: SourceSite | undefined,
    own: OwnStorage[],
  ): Promise<SetupView['storage']> {
    const { packCheck, storage } = this.#deps;
    const current = own.find(({ id }) => id === source?.setup.storageId);
    const id = current?.id ?? SERVICE_STORAGE.id;
    return {
      id,
      label: current?.label ?? storage.label,
      serviceLabel: storage.label,
      graceDays: storage.graceDays,
      check: await packCheck.state(id),
      own,
    };
  }

  /** What is stored may have passed: only what is new is looked at. @throws InvalidInput */
  #assertExpiryIsAhead(
    { token, tokenExpiresOn }: CredentialsInput,
    current: SourceSite | undefined,
  ): void {
    const isStored = token === '' && tokenExpiresOn === (current?.setup.tokenExpiresOn ?? '');
    const today = new Date(this.#deps.clock.now()).toISOString().slice(0, DAY_LENGTH);
    if (tokenExpiresOn !== '' && tokenExpiresOn <= today && !isStored)
      throw new InvalidInput({ tokenExpiresOn: 'Enter a date in the future' });
  }

  async #storedToken(source: SourceSite | undefined): Promise<string | null> {
    return source ? this.#deps.sites.token(source.tenantId, source.id) : null;
  }
}
