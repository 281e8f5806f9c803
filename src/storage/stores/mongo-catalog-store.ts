import { randomBytes } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import type { CatalogFilter, CatalogSchema, CatalogStore, SchemaStatus, SeenSchema } from '../../core/catalog/catalog.ts';
import { NotFound } from '../../core/errors.ts';
import { catalogId, runId, tenantId as brand, type CatalogId, type RunId, type TenantId } from '../../core/ids.ts';
import { translated } from '../translate-errors.ts';

type CatalogDocument = Omit<CatalogSchema, 'id' | 'tenantId' | 'activeRunId' | 'lastBackupId' | 'lastError'> & {
  _id: string;
  tenantId: string;
  /** Lower case, for sorting and searching. */
  nameSort: string;
  /** False when the connection to the workspace was deleted. */
  connected: boolean;
  activeRunId?: string;
  lastBackupId?: string;
  lastError?: { runId: string; message: string; at: Date };
};

const schema = new Schema<CatalogDocument>(
  {
    _id: { type: String, required: true }, tenantId: { type: String, required: true }, siteUrl: String, location: String, workspaceId: { type: String, required: true }, schemaId: { type: String, required: true }, name: String, nameSort: String, key: String,
    objectCount: Number, status: String, seenByAccountId: String, seenByName: String, hidden: Boolean, connected: Boolean, activeRunId: String, lastBackupAt: Date, lastBackupId: String, backupCount: Number,
    lastError: { type: { _id: false, runId: String, message: String, at: Date }, required: false },
  },
  { collection: 'catalog', versionKey: false },
);
schema.index({ tenantId: 1, workspaceId: 1, schemaId: 1 }, { unique: true });
for (const field of ['nameSort', 'status', 'lastBackupAt', 'siteUrl'] as const) schema.index({ tenantId: 1, [field]: 1, _id: 1 });
const SITES_MS = 30_000;
schema.index({ activeRunId: 1 }, { sparse: true });

const PAGE = 25;
const SORTS = { name: 'nameSort', status: 'status', lastBackup: 'lastBackupAt', instance: 'siteUrl' } as const;

export class MongoCatalogStore implements CatalogStore {
  readonly #model: Model<CatalogDocument>;

  readonly #knownSites = new Map<string, { sites: string[]; at: number }>();

  constructor(connection: Connection) {
    this.#model = connection.model<CatalogDocument>('CatalogSchema', schema);
  }

  async list(tenantId: TenantId, filter: CatalogFilter): Promise<{ schemas: CatalogSchema[]; total: number; sites: string[] }> {
    const shown = { tenantId: String(tenantId), connected: true, hidden: false };
    const query = { ...shown, ...conditions(filter) };
    const direction = filter.descending ? -1 : 1;
    const read = (page: number) => this.#model.find(query).sort({ [SORTS[filter.sort ?? 'name']]: direction, _id: direction }).skip((page - 1) * PAGE).limit(PAGE).lean<CatalogDocument[]>().exec();
    const asked = Math.max(1, filter.page ?? 1);
    const [total, sites, documents] = await translated(() => Promise.all([this.#model.countDocuments(query).exec(), this.#sites(String(tenantId), shown), read(asked)]));
    const last = Math.max(1, Math.ceil(total / PAGE));
    const shownPage = asked > last ? await translated(() => read(last)) : documents; // the list has become shorter
    return { schemas: shownPage.map(toSchema), total, sites };
  }

  /** For the choice of instances in the grid; half a minute old at most. */
  async #sites(tenantId: string, shown: object): Promise<string[]> {
    const kept = this.#knownSites.get(tenantId);
    if (kept && performance.now() - kept.at < SITES_MS) return kept.sites;
    const sites = (await this.#model.distinct('siteUrl', shown).exec()).sort();
    this.#knownSites.set(tenantId, { sites, at: performance.now() });
    return sites;
  }

  async get(tenantId: TenantId, id: CatalogId): Promise<CatalogSchema> {
    const document = await translated(() => this.#model.findOne({ _id: String(id), tenantId: String(tenantId) }).lean<CatalogDocument>().exec());
    if (!document) throw new NotFound('This schema does not exist any more. Reload the page.');
    return toSchema(document);
  }

  async all(tenantId: TenantId, workspaceId: string): Promise<CatalogSchema[]> {
    return (await translated(() => this.#model.find({ tenantId: String(tenantId), workspaceId: String(workspaceId) }).lean<CatalogDocument[]>().exec())).map(toSchema);
  }

  async seen(tenantId: TenantId, site: Parameters<CatalogStore['seen']>[1], schemas: SeenSchema[]): Promise<void> {
    this.#knownSites.delete(String(tenantId));
    if (schemas.length === 0) return;
    const { accountId, accountName, workspaceId, ...place } = site;
    const operations = schemas.map(({ schemaId, name, key, objectCount }) => ({
      updateOne: {
        filter: { tenantId: String(tenantId), workspaceId, schemaId },
        update: {
          $set: { ...place, name, nameSort: sortText(name), key, objectCount, status: 'active' as const, seenByAccountId: accountId, seenByName: accountName, hidden: false, connected: true },
          $setOnInsert: { _id: randomBytes(12).toString('hex'), backupCount: 0 },
        },
        upsert: true,
      },
    }));
    await translated(() => this.#model.bulkWrite(operations, { ordered: false }));
  }

  async setStatus(tenantId: TenantId, ids: CatalogId[], status: SchemaStatus): Promise<void> {
    await translated(() => this.#model.updateMany({ tenantId: String(tenantId), _id: { $in: ids.map(String) } }, { $set: { status } }).exec());
  }

  async hide(tenantId: TenantId, id: CatalogId): Promise<void> {
    await translated(() => this.#model.updateOne({ _id: String(id), tenantId: String(tenantId) }, { $set: { hidden: true } }).exec());
  }

  async setConnected(tenantId: TenantId, workspaceId: string, connected: boolean): Promise<void> {
    await translated(() => this.#model.updateMany({ tenantId: String(tenantId), workspaceId: String(workspaceId) }, { $set: { connected } }).exec());
  }

  async occupy(tenantId: TenantId, id: CatalogId, run: RunId): Promise<boolean> {
    const changed = await translated(() => this.#model.updateOne({ _id: String(id), tenantId: String(tenantId), activeRunId: { $exists: false } }, { $set: { activeRunId: String(run) } }).exec());
    return changed.modifiedCount === 1;
  }

  async vacate(tenantId: TenantId, id: CatalogId, run: RunId): Promise<void> {
    await translated(() => this.#model.updateOne({ _id: String(id), tenantId: String(tenantId), activeRunId: String(run) }, { $unset: { activeRunId: 1 } }).exec());
  }

  async occupied(): Promise<{ tenantId: TenantId; id: CatalogId; activeRunId: RunId }[]> {
    const found = await translated(() => this.#model.find({ activeRunId: { $exists: true } }).select({ tenantId: 1, activeRunId: 1 }).lean<CatalogDocument[]>().exec());
    return found.map((document) => ({ tenantId: brand(document.tenantId), id: catalogId(document._id), activeRunId: runId(document.activeRunId!) }));
  }

  async setBackupFacts(tenantId: TenantId, id: CatalogId, facts: Parameters<CatalogStore['setBackupFacts']>[2]): Promise<void> {
    const { backupCount, lastBackupAt, lastBackupId, lastError } = facts;
    const set = { backupCount, ...(lastBackupAt ? { lastBackupAt } : {}), ...(lastBackupId ? { lastBackupId: String(lastBackupId) } : {}), ...(lastError ? { lastError: { ...lastError, runId: String(lastError.runId) } } : {}) };
    const unset = { ...(lastBackupAt ? {} : { lastBackupAt: 1 }), ...(lastBackupId ? {} : { lastBackupId: 1 }), ...(lastError ? {} : { lastError: 1 }) };
    await translated(() => this.#model.updateOne({ _id: String(id), tenantId: String(tenantId) }, { $set: set, ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}) }).exec());
  }

  async remove(tenantId: TenantId, id: CatalogId): Promise<void> {
    await translated(() => this.#model.deleteOne({ _id: String(id), tenantId: String(tenantId) }).exec());
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#model.deleteMany({ tenantId: String(tenantId) }).exec();
  }
}

const sortText = (text: string): string => text.toLowerCase().slice(0, 200);

function conditions(filter: CatalogFilter): Record<string, unknown> {
  const search = filter.search?.trim().toLowerCase();
  const escaped = search?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const statuses = (['active', 'deleted', 'not-visible'] as const).filter((status) => !(filter.hideDeleted && status === 'deleted') && (!filter.status || filter.status === status));
  return {
    ...(statuses.length < 3 ? { status: { $in: statuses } } : {}),
    ...(filter.siteUrl ? { siteUrl: String(filter.siteUrl) } : {}),
    ...(filter.location ? { location: String(filter.location) } : {}),
    ...(escaped ? { $or: [{ nameSort: { $regex: escaped } }, { key: { $regex: escaped, $options: 'i' } }] } : {}),
  };
}

function toSchema(document: CatalogDocument): CatalogSchema {
  const { _id, tenantId, nameSort: _nameSort, connected: _connected, activeRunId, lastBackupId, lastError, ...fields } = document;
  return {
    id: catalogId(_id), tenantId: brand(tenantId), ...fields,
    ...(activeRunId ? { activeRunId: runId(activeRunId) } : {}), ...(lastBackupId ? { lastBackupId: runId(lastBackupId) } : {}),
    ...(lastError?.runId ? { lastError: { runId: runId(lastError.runId), message: lastError.message, at: lastError.at } } : {}),
  };
}
