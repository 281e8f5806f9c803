import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Conflict, InvalidInput, NotFound } from '../../kernel/errors.ts';
import type { SiteId, TenantId } from '../../kernel/ids.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { ScheduleStore } from '../../schedules/schedule.ts';
import { connectedSources } from '../../sites/connected-sources.ts';
import { hostOf } from '../../sites/host-of.ts';
import type { DataCenterCheck } from '../../sites/kinds/data-center-check.ts';
import { dataCenterKind } from '../../sites/kinds/data-center-kind.ts';
import type { ShownSite, SiteKinds } from '../../sites/site-kinds.ts';
import { readDetails, sourceIdOf } from '../../sites/site-kind.ts';
import type { SiteStore, SourceSite } from '../../sites/site.ts';
import { SERVICE_STORAGE } from '../../storages/storage.ts';
import type { OwnStorages } from '../storages/own-storages.ts';
import { checkDataCenter, type DataCenterFound } from './check-data-center.ts';
import {
  readDataCenterInput,
  type DataCenterInput,
  type StoredSignIn,
} from './data-center-input.ts';
import { assertIdle, leaveSource } from './leave-source.ts';

const NAME_TAKEN = {
  name: 'You already have an instance with this name. Choose another name.',
};

const OTHER_WAY = {
  siteUrl:
    'An instance stays reached as it was added, with an agent or without. Delete it and add this address again.',
};

/** A Data Center that is backed up, and what its kind tells of it. */
export type DataCenterInstance = SourceSite & { shown: ShownSite };

interface Deps {
  clock: Clock;
  kinds: SiteKinds;
  sites: SiteStore;
  catalog: CatalogStore;
  runs: RunStore;
  runKinds: RunKinds;
  schedules: ScheduleStore;
  check: DataCenterCheck;
  storages: Pick<OwnStorages, 'list'>;
}

/**
 * The Data Centers that are backed up beside the tenant's own site. Nothing is stored that was not
 * seen to work, and a secret goes only where it was typed for: an instance keeps its address.
 */
export class DataCenterInstances {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Sorted by name. */
  async list(tenantId: TenantId): Promise<DataCenterInstance[]> {
    const { sites, kinds } = this.#deps;
    const connected = await connectedSources(sites, tenantId);
    return connected.filter(isDataCenter).map((site) => ({ ...site, shown: kinds.show(site) }));
  }

  /** @throws NotFound, also for one that was deleted */
  async get(tenantId: TenantId, id: SiteId): Promise<DataCenterInstance> {
    const found = (await this.list(tenantId)).find((site) => site.id === id);
    if (!found) throw new NotFound('This instance was deleted. Go back to Settings.');
    return found;
  }

  /**
   * Adds an instance, or changes the one of that id. Checks live, in order: address, Jira, account,
   * Assets. One that was deleted before comes back with its schemas and backups. @throws
   * InvalidInput whose fields are the ones to edit; NotFound; Conflict; Unavailable when the site
   * does not answer
   */
  async save(tenantId: TenantId, input: unknown, id?: SiteId): Promise<DataCenterInstance> {
    const before = id === undefined ? undefined : await this.get(tenantId, id);
    const fixed = before && { siteUrl: before.siteUrl };
    const typed = readDataCenterInput({ ...asFields(input), ...fixed }, before && signInOf(before));
    if (before && typed.byAgent !== signInOf(before).byAgent) throw new InvalidInput(OTHER_WAY);
    await this.#assertNameIsFree(tenantId, typed.name, id);
    return this.#check(tenantId, typed, before);
  }

  /** *Test*: all checks anew, of what is stored. @throws as `save` */
  async test(tenantId: TenantId, id: SiteId): Promise<DataCenterInstance> {
    const before = await this.get(tenantId, id);
    const { userName, certificate, agentOf } = readDetails(dataCenterKind, before);
    const byAgent = agentOf !== null;
    const { name = '', siteUrl } = before;
    const { storageId } = before.setup;
    const stored = { name, siteUrl, userName, secret: '', certificate, storageId, byAgent };
    return this.#check(tenantId, stored, before);
  }

  /**
   * Erases its token, stops its schedules and hides its schemas; its backups stay, and come back
   * when it is added again. @throws NotFound; Conflict `work-in-hand`
   */
  async remove(tenantId: TenantId, id: SiteId): Promise<DataCenterInstance> {
    const instance = await this.get(tenantId, id);
    await assertIdle(this.#deps, tenantId, id);
    await this.#deps.sites.disconnect(tenantId, id);
    await leaveSource(this.#deps, tenantId, id);
    return instance;
  }

  async #check(
    tenantId: TenantId,
    typed: DataCenterInput,
    before: SourceSite | undefined,
  ): Promise<DataCenterInstance> {
    const { sites, kinds, catalog, check } = this.#deps;
    const stored = before && (await sites.token(tenantId, before.id));
    const secret = typed.secret || stored || '';
    const found = await checkDataCenter(check, { ...typed, tenantId, secret });
    const storageId = await this.#storageOf(tenantId, typed.storageId);
    const site = await this.#toSource(tenantId, { ...typed, storageId }, found);
    if (!before) await this.#assertIsNew(tenantId, site);
    const { revision } = await sites.save(site, typed.secret || undefined).catch(nameTaken);
    await catalog.setConnected(tenantId, site.id, true);
    return { ...site, revision, shown: kinds.show(site) };
  }

  async #toSource(
    tenantId: TenantId,
    { name, userName, secret, certificate, storageId, byAgent }: DataCenterInput,
    { access: { siteUrl }, version, root, account, rights, visibleSchemas }: DataCenterFound,
  ): Promise<SourceSite> {
    const { sites, clock } = this.#deps;
    const place = hostOf(siteUrl);
    const agentOf = byAgent ? String(tenantId) : null;
    const details = { place, root, version, userName, certificate, agentOf };
    const key = dataCenterKind.keyOf(details);
    const id = sourceIdOf(tenantId, dataCenterKind.name, key);
    const same = (await sites.sources(tenantId)).find((site) => site.id === id);
    const now = new Date(clock.now());
    return {
      id,
      tenantId,
      kind: dataCenterKind.name,
      key,
      roles: { source: true, target: true },
      name,
      siteUrl,
      account: { accountId: account.accountId, name: account.displayName },
      details,
      createdAt: same?.createdAt ?? now,
      tokenSetAt: secret === '' && same ? same.tokenSetAt : now,
      setup: {
        rights,
        visibleSchemas,
        storageId,
        stepsDone: 3,
      },
      revision: same?.revision ?? 0,
    };
  }

  /** @throws InvalidInput `storageId` for one that was removed meanwhile */
  async #storageOf(tenantId: TenantId, wanted: string): Promise<string> {
    const { sites, storages } = this.#deps;
    if (wanted === '')
      return (await sites.ownSite(tenantId))?.setup.storageId ?? SERVICE_STORAGE.id;
    const own = await storages.list(tenantId);
    if (wanted !== SERVICE_STORAGE.id && !own.some(({ id }) => id === wanted))
      throw new InvalidInput({ storageId: 'This storage was removed. Choose another one.' });
    return wanted;
  }

  async #assertIsNew(tenantId: TenantId, { id }: SourceSite): Promise<void> {
    const same = (await this.list(tenantId)).find((site) => site.id === id);
    if (same)
      throw new InvalidInput({
        siteUrl: `You already have this Data Center as ${same.name}. Edit that one.`,
      });
  }

  /** Said before the site is asked; the store has the last word. */
  async #assertNameIsFree(
    tenantId: TenantId,
    name: string,
    own: SiteId | undefined,
  ): Promise<void> {
    const isTaken = (await connectedSources(this.#deps.sites, tenantId)).some(
      (site) => site.id !== own && site.name?.toLowerCase() === name.toLowerCase(),
    );
    if (isTaken) throw new InvalidInput(NAME_TAKEN);
  }
}

const isDataCenter = ({ kind }: SourceSite): boolean => kind === dataCenterKind.name;

function signInOf(site: SourceSite): StoredSignIn {
  const { userName, agentOf } = readDetails(dataCenterKind, site);
  return { userName, byAgent: agentOf !== null };
}

const asFields = (input: unknown): object =>
  typeof input === 'object' && input !== null ? input : {};

function nameTaken(error: unknown): never {
  if (error instanceof Conflict && error.code === 'name-taken')
    throw new InvalidInput(NAME_TAKEN, { cause: error });
  throw error;
}
