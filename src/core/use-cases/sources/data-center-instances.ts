import type { CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { Conflict, InvalidInput, NotFound } from '../../kernel/errors.ts';
import type { SiteId, TenantId } from '../../kernel/ids.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { ScheduleStore } from '../../schedules/schedule.ts';
import type { DataCenterCheck } from '../../sites/kinds/data-center-check.ts';
import { dataCenterKind } from '../../sites/kinds/data-center-kind.ts';
import type { ShownSite, SiteKinds } from '../../sites/site-kinds.ts';
import { readDetails } from '../../sites/site-kind.ts';
import type { SiteStore, SourceSite } from '../../sites/site.ts';
import { SERVICE_STORAGE } from '../../storages/storage.ts';
import type { OwnStorages } from '../storages/own-storages.ts';
import { checkDataCenter, type DataCenterFound } from './check-data-center.ts';
import {
  readDataCenterInput,
  type DataCenterInput,
  type StoredSignIn,
} from './data-center-input.ts';
import { dataCenterSource, testedDataCenter } from './data-center-source.ts';
import { assertIdle, leaveSource } from './leave-source.ts';
import { noteRefused } from './note-refused.ts';

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
    const instances = (await sites.sources(tenantId)).filter(isInstance);
    return instances.map((site) => ({ ...site, shown: kinds.show(site) }));
  }

  /** @throws NotFound, also for one that was deleted */
  async get(tenantId: TenantId, id: SiteId): Promise<DataCenterInstance> {
    const { sites, kinds } = this.#deps;
    const instance = findInstance(await sites.sources(tenantId), id);
    return { ...instance, shown: kinds.show(instance) };
  }

  /**
   * Adds an instance, or changes the one of that id. Checks live, in order: address, Jira, account,
   * Assets. One that was deleted before comes back with its schemas and backups. @throws
   * InvalidInput whose fields are the ones to edit; NotFound; Conflict when somebody else saved it
   * meanwhile; Unavailable when the site does not answer
   */
  async save(tenantId: TenantId, input: unknown, id?: SiteId): Promise<DataCenterInstance> {
    const sources = await this.#deps.sites.sources(tenantId);
    const before = id === undefined ? undefined : findInstance(sources, id);
    const fixed = before && { siteUrl: before.siteUrl };
    const typed = readDataCenterInput({ ...asFields(input), ...fixed }, before && signInOf(before));
    if (before && typed.byAgent !== signInOf(before).byAgent) throw new InvalidInput(OTHER_WAY);
    assertNameIsFree(sources, typed.name, id);
    const found = await this.#check(tenantId, typed, before);
    const storageId = await this.#storageOf(tenantId, typed.storageId);
    const now = new Date(this.#deps.clock.now());
    const site = dataCenterSource(tenantId, { ...typed, storageId }, found, {
      before: sources,
      now,
    });
    if (!before) await this.#assertIsNew(tenantId, site);
    return this.#connect(site, typed.secret || undefined);
  }

  /**
   * *Test*: all checks again, of what is stored. What they found is noted; where somebody saved the
   * instance meanwhile, and so had it checked, that stays. @throws as `save`
   */
  async test(tenantId: TenantId, id: SiteId): Promise<DataCenterInstance> {
    const instance = await this.get(tenantId, id);
    const { siteUrl } = instance;
    const { userName, certificate, agentOf } = readDetails(dataCenterKind, instance);
    const asked = { siteUrl, userName, secret: '', certificate, byAgent: agentOf !== null };
    const ask = () => this.#check(tenantId, asked, instance);
    const found = await noteRefused(this.#deps.sites, instance, ask);
    await this.#deps.sites.noteTest(testedDataCenter(instance, found));
    return this.get(tenantId, id);
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

  /** Asks the site, with the secret that is stored where none was typed. */
  async #check(
    tenantId: TenantId,
    asked: Omit<DataCenterInput, 'name' | 'storageId'>,
    before: SourceSite | undefined,
  ): Promise<DataCenterFound> {
    const { sites, check } = this.#deps;
    const stored = before && (await sites.token(tenantId, before.id));
    const secret = asked.secret || stored || '';
    return checkDataCenter(check, { ...asked, tenantId, secret });
  }

  async #connect(site: SourceSite, secret: string | undefined): Promise<DataCenterInstance> {
    const { sites, kinds, catalog } = this.#deps;
    const { revision } = await sites.save(site, secret).catch(nameTaken);
    await catalog.setConnected(site.tenantId, site.id, true);
    return { ...site, revision, shown: kinds.show(site) };
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
}

/** @throws NotFound, also for one that was deleted */
function findInstance(sources: readonly SourceSite[], id: SiteId): SourceSite {
  const found = sources.find((site) => site.id === id && isInstance(site));
  if (!found) throw new NotFound('This instance was deleted. Go back to Settings.');
  return found;
}

/** Said before the site is asked; the store has the last word. @throws InvalidInput `name` */
function assertNameIsFree(
  sources: readonly SourceSite[],
  name: string,
  own: SiteId | undefined,
): void {
  const isTaken = sources.some(
    (site) =>
      !site.disconnectedAt && site.id !== own && site.name?.toLowerCase() === name.toLowerCase(),
  );
  if (isTaken) throw new InvalidInput(NAME_TAKEN);
}

/** A Data Center that is connected. */
const isInstance = ({ kind, disconnectedAt }: SourceSite): boolean =>
  kind === dataCenterKind.name && !disconnectedAt;

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
