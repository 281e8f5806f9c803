import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import {
  GRID_PAGE,
  type BackupFacts,
  type CatalogFilter,
  type CatalogPlaces,
  type CatalogSchema,
  type CatalogStore,
  type SchemaStatus,
  type SeenSchema,
} from '../../../core/catalog/catalog-store.ts';
import type { Hold } from '../../../core/catalog/hold.ts';
import { NotFound, Unavailable } from '../../../core/kernel/errors.ts';
import type { CatalogId, RunId, SiteId, TenantId } from '../../../core/kernel/ids.ts';
import { cutPage, type Page } from '../../../core/kernel/page.ts';
import type { Site } from '../../../core/sites/site.ts';
import { selectSchemas } from '../../../core/use-cases/schemas/select-schemas.ts';
import type { Change, Filter } from '../../collection.ts';
import { NO_TEXT } from '../../odd-fields.ts';
import { definedFields, setFields } from '../../set-fields.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import { catalogSchema, catalogShape, toSchema, type CatalogDocument } from './catalog-document.ts';
import { CatalogSnapshots } from './catalog-snapshots.ts';

/** Those that are not said any more are taken off. */
const FACTS = [
  'backupCount',
  'lastBackupAt',
  'lastBackupId',
  'lastBackupIncomplete',
  'lastBackupVerified',
  'lastError',
  'storedBytes',
  'recent',
  'damaged',
] as const satisfies (keyof BackupFacts)[];
/** How often facts are derived while others write theirs. */
const MAX_TRIES = 50;

export class MongoCatalogStore implements CatalogStore {
  readonly #schemas: TenantCollection<CatalogDocument>;
  readonly #snapshots: CatalogSnapshots<CatalogSchema>;

  constructor(connection: Connection) {
    this.#schemas = new TenantCollection(connection, 'CatalogSchema', catalogSchema, catalogShape);
    this.#snapshots = new CatalogSnapshots(connection);
  }

  async list(
    tenantId: TenantId,
    filter: CatalogFilter,
  ): Promise<Page<CatalogSchema> & CatalogPlaces> {
    const listed = await this.listed(tenantId);
    const selected = selectSchemas(listed, filter);
    const page = cutPage(selected, { page: filter.page, pageSize: GRID_PAGE });
    return { ...page, ...placesOf(listed) };
  }

  listed(tenantId: TenantId): Promise<CatalogSchema[]> {
    return this.#snapshots.items(tenantId, {
      all: () => this.#listed(tenantId),
      some: async (ids) =>
        (await Promise.all(ids.map((id) => this.#listedOne(tenantId, id)))).flat(),
    });
  }

  async get(tenantId: TenantId, id: CatalogId): Promise<CatalogSchema> {
    const document = await this.#schemas.of(tenantId).byId(id);
    if (!document) throw new NotFound('This schema no longer exists. Reload the page.');
    return toSchema(document);
  }

  async find(tenantId: TenantId, ids: CatalogId[]): Promise<CatalogSchema[]> {
    return (await this.#schemas.of(tenantId).find({ _id: { $in: ids } })).map(toSchema);
  }

  async all(tenantId: TenantId, siteId: SiteId): Promise<CatalogSchema[]> {
    return (await this.#schemas.of(tenantId).find({ siteId })).map(toSchema);
  }

  async seen(site: Site, schemas: SeenSchema[]): Promise<void> {
    if (schemas.length === 0) return;
    const { tenantId, id: siteId, key, siteUrl, kind, account, name: siteName } = site;
    const updates = schemas.map(({ schemaId, ...facts }) => ({
      filter: { workspaceId: key, schemaId },
      change: {
        $set: {
          siteId,
          siteUrl,
          ...definedFields({ siteName }),
          location: kind,
          ...facts,
          status: 'active',
          seenByAccountId: account.accountId,
          seenByName: account.name,
          hidden: false,
          connected: true,
        },
        $setOnInsert: { _id: randomBytes(12).toString('hex'), backupCount: 0 },
      },
      upsert: true,
    }));
    await this.#schemas.of(tenantId).updateEach(updates);
    await this.#snapshots.addRevision(tenantId, null);
  }

  async adopt(
    site: Pick<Site, 'id' | 'tenantId' | 'key' | 'kind' | 'siteUrl' | 'account'>,
    { schemaId, name, key }: Omit<SeenSchema, 'objectCount'>,
  ): Promise<CatalogId> {
    const { tenantId, id: siteId, key: workspaceId, siteUrl, kind, account } = site;
    const mine = this.#schemas.of(tenantId);
    const same = { workspaceId, schemaId };
    const added = {
      _id: randomBytes(12).toString('hex'),
      siteId,
      siteUrl,
      location: kind,
      name,
      key,
      objectCount: 0,
      status: 'not-visible',
      seenByAccountId: account.accountId,
      seenByName: account.name,
      hidden: false,
      connected: true,
      backupCount: 0,
    };
    await mine.upsert(same, { $setOnInsert: added });
    const stands = await mine.findOne(same);
    if (!stands) throw new Error('The schema of a backup that was found was not stored.');
    if (stands._id === added._id) await this.#snapshots.addRevision(tenantId, null);
    return stands._id;
  }

  async setStatus(tenantId: TenantId, ids: CatalogId[], status: SchemaStatus): Promise<void> {
    await this.#schemas.of(tenantId).updateMany({ _id: { $in: ids } }, { $set: { status } });
    await this.#snapshots.addRevision(tenantId, null);
  }

  async hide(tenantId: TenantId, id: CatalogId): Promise<void> {
    const change = { $set: { hidden: true }, $unset: { unremoved: 1 } };
    await this.#change(tenantId, { _id: id }, change);
  }

  async hold(tenantId: TenantId, id: CatalogId, hold: Hold | undefined): Promise<void> {
    await this.#change(tenantId, { _id: id }, hold ? { $set: { hold } } : { $unset: { hold: 1 } });
  }

  async unhide(tenantId: TenantId, id: CatalogId): Promise<void> {
    await this.#change(tenantId, { _id: id }, { $set: { hidden: false } });
  }

  async showAgain(
    tenantId: TenantId,
    id: CatalogId,
    unremoved: NonNullable<CatalogSchema['unremoved']>,
  ): Promise<void> {
    await this.#change(tenantId, { _id: id }, { $set: { hidden: false, unremoved } });
  }

  async setConnected(tenantId: TenantId, siteId: SiteId, connected: boolean): Promise<void> {
    await this.#schemas.of(tenantId).updateMany({ siteId }, { $set: { connected } });
    await this.#snapshots.addRevision(tenantId, null);
  }

  async moveSite(tenantId: TenantId, siteId: SiteId, siteUrl: string): Promise<void> {
    await this.#schemas.of(tenantId).updateMany({ siteId }, { $set: { siteUrl } });
    await this.#snapshots.addRevision(tenantId, null);
  }

  async occupy(tenantId: TenantId, id: CatalogId, run: RunId): Promise<boolean> {
    const isFree = { _id: id, activeRunId: NO_TEXT };
    return this.#change(tenantId, isFree, { $set: { activeRunId: run } });
  }

  async vacate(tenantId: TenantId, id: CatalogId, run: RunId): Promise<void> {
    await this.#change(tenantId, { _id: id, activeRunId: run }, { $unset: { activeRunId: 1 } });
  }

  async occupied(): Promise<{ tenantId: TenantId; id: CatalogId; activeRunId: RunId }[]> {
    const found = await this.#schemas.everyTenant.find(
      { activeRunId: { $exists: true } },
      { select: { tenantId: 1, activeRunId: 1 } },
    );
    return found.flatMap(({ _id, tenantId, activeRunId }) =>
      typeof activeRunId === 'string' ? [{ tenantId, id: _id, activeRunId }] : [],
    );
  }

  async freeOdd(): Promise<{ tenantId: TenantId; id: CatalogId }[]> {
    const isOdd = { activeRunId: { $exists: true, ...NO_TEXT } };
    const select = { tenantId: 1 } as const;
    const found = await this.#schemas.everyTenant.find(isOdd, { select });
    for (const { _id, tenantId } of found)
      await this.#change(tenantId, { _id, ...isOdd }, { $unset: { activeRunId: 1 } });
    return found.map(({ _id, tenantId }) => ({ tenantId, id: _id }));
  }

  async withBackups(): Promise<{ tenantId: TenantId; id: CatalogId }[]> {
    const found = await this.#schemas.everyTenant.find(
      { backupCount: { $gt: 0 } },
      { select: { tenantId: 1 } },
    );
    return found.map(({ _id, tenantId }) => ({ tenantId, id: _id }));
  }

  async withBackupsOf(tenantId: TenantId): Promise<CatalogId[]> {
    const found = await this.#schemas
      .of(tenantId)
      .find({ backupCount: { $gt: 0 } }, { select: { tenantId: 1 } });
    return found.map(({ _id }) => _id);
  }

  async setBackupFacts(
    tenantId: TenantId,
    id: CatalogId,
    derive: () => Promise<BackupFacts>,
  ): Promise<void> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const document = await this.#schemas.of(tenantId).byId(id);
      if (!document) return;
      const { factsVersion = 0 } = document;
      const facts = await derive();
      const named = Object.fromEntries(FACTS.map((name) => [name, facts[name]]));
      // One whose facts were never written has no version.
      const asRead = { _id: id, factsVersion: factsVersion === 0 ? null : factsVersion };
      const fields = setFields({ ...named, factsVersion: factsVersion + 1 });
      if (await this.#change(tenantId, asRead, fields)) return;
    }
    throw new Unavailable('schema-busy', 'This schema keeps being changed. Try again in a minute.');
  }

  async remove(tenantId: TenantId, id: CatalogId): Promise<void> {
    await this.#schemas.of(tenantId).delete({ _id: id });
    await this.#snapshots.addRevision(tenantId, id);
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#schemas.purge(tenantId);
    await this.#snapshots.purge(tenantId);
  }

  /**
   * Whether there was such a schema. Of none there is nothing to tell either: what settles the runs
   * of a tenant after its purge leaves nothing behind.
   */
  async #change(
    tenantId: TenantId,
    filter: { _id: CatalogId } & Filter,
    change: Change,
  ): Promise<boolean> {
    const changed = await this.#schemas.of(tenantId).update(filter, change);
    if (changed) await this.#snapshots.addRevision(tenantId, filter._id);
    return changed;
  }

  async #listed(tenantId: TenantId): Promise<CatalogSchema[]> {
    const documents = await this.#schemas.of(tenantId).find({ connected: true, hidden: false });
    return documents.map(toSchema);
  }

  /**
   * The schema, or nothing when it is not listed. Found by its id alone, so that no server walks
   * the tenant's other schemas.
   */
  async #listedOne(tenantId: TenantId, id: string): Promise<CatalogSchema[]> {
    const document = await this.#schemas.of(tenantId).byId(id);
    return document?.connected && !document.hidden ? [toSchema(document)] : [];
  }
}

function placesOf(schemas: readonly CatalogSchema[]): CatalogPlaces {
  const sites = new Map(schemas.map(({ siteUrl, siteName }) => [siteUrl, siteName]));
  return {
    sites: [...sites]
      .map(([url, name]) => ({ url, name }))
      .sort((a, b) => (a.name ?? a.url).localeCompare(b.name ?? b.url)),
    locations: [...new Set(schemas.map(({ location }) => location))].sort(),
  };
}
