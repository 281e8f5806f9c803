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
schema.index({ activeRunId: 1 }, { sparse: true });

const PAGE = 25;
const SORTS = { name: 'nameSort', status: 'status', lastBackup: 'lastBackupAt', instance: 'siteUrl' } as const;

export class MongoCatalogStore implements CatalogStore {
  readonly #model: Model<CatalogDocument>;

  constructor(connection: Connection) {
    this.#model = connection.model<CatalogDocument>('CatalogSchema', schema);
  }

  async list(tenantId: TenantId, filter: CatalogFilter): Promise<{ schemas: CatalogSchema[]; total: number; sites: string[] }> {
    const shown = { tenantId: String(tenantId), connected: true, hidden: false };
    const query = { ...shown, ...conditions(filter) };
    const direction = filter.descending ? -1 : 1;
    const [total, sites] = await translated(() => Promise.all([this.#model.countDocuments(query).exec(), this.#model.distinct('siteUrl', shown).exec()]));
    const page = Math.min(Math.max(1, filter.page ?? 1), Math.max(1, Math.ceil(total / PAGE)));
    const documents = await translated(() => this.#model.find(query).sort({ [SORTS[filter.sort ?? 'name']]: direction, _id: direction }).skip((page - 1) * PAGE).limit(PAGE).lean<CatalogDocument[]>().exec());
    return { schemas: documents.map(toSchema), total, sites: sites.sort() };
  }

  async get(tenantId: TenantId, id: CatalogId): Promise<CatalogSchema> {
    const document = await translated(() => this.#model.findOne({ tenantId: String(tenantId), _id: String(id) }).lean<CatalogDocument>().exec());
    if (!document) throw new NotFound('This schema does not exist any more. Reload the page.');
    return toSchema(document);
  }

  async all(tenantId: TenantId, workspaceId: string): Promise<CatalogSchema[]> {
    return (await translated(() => this.#model.find({ tenantId: String(tenantId), workspaceId: String(workspaceId) }).lean<CatalogDocument[]>().exec())).map(toSchema);
  }

  async seen(tenantId: TenantId, site: Parameters<CatalogStore['seen']>[1], schemas: SeenSchema[]): Promise<void> {
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
    await translated(() => this.#model.updateOne({ tenantId: String(tenantId), _id: String(id) }, { $set: { hidden: true } }).exec());
  }

  async setConnected(tenantId: TenantId, workspaceId: string, connected: boolean): Promise<void> {
    await translated(() => this.#model.updateMany({ tenantId: String(tenantId), workspaceId: String(workspaceId) }, { $set: { connected } }).exec());
  }

  async occupy(tenantId: TenantId, id: CatalogId, run: RunId): Promise<boolean> {
    const changed = await translated(() => this.#model.updateOne({ tenantId: String(tenantId), _id: String(id), activeRunId: { $exists: false } }, { $set: { activeRunId: String(run) } }).exec());
    return changed.modifiedCount === 1;
  }

  async vacate(tenantId: TenantId, id: CatalogId, run: RunId): Promise<void> {
    await translated(() => this.#model.updateOne({ tenantId: String(tenantId), _id: String(id), activeRunId: String(run) }, { $unset: { activeRunId: 1 } }).exec());
  }

  async occupied(): Promise<{ tenantId: TenantId; id: CatalogId; activeRunId: RunId }[]> {
    const found = await translated(() => this.#model.find({ activeRunId: { $exists: true } }).select({ tenantId: 1, activeRunId: 1 }).lean<CatalogDocument[]>().exec());
    return found.map((document) => ({ tenantId: brand(document.tenantId), id: catalogId(document._id), activeRunId: runId(document.activeRunId!) }));
  }

  async setBackupFacts(tenantId: TenantId, id: CatalogId, facts: Parameters<CatalogStore['setBackupFacts']>[2]): Promise<void> {
    const { backupCount, lastBackupAt, lastBackupId, lastError } = facts;
    const set = { backupCount, ...(lastBackupAt ? { lastBackupAt } : {}), ...(lastBackupId ? { lastBackupId: String(lastBackupId) } : {}), ...(lastError ? { lastError: { ...lastError, runId: String(lastError.runId) } } : {}) };
    const unset = { ...(lastBackupAt ? {} : { lastBackupAt: 1 }), ...(lastBackupId ? {} : { lastBackupId: 1 }), ...(lastError ? {} : { lastError: 1 }) };
    await translated(() => this.#model.updateOne({ tenantId: String(tenantId), _id: String(id) }, { $set: set, ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}) }).exec());
  }

  async remove(tenantId: TenantId, id: CatalogId): Promise<void> {
    await translated(() => this.#model.deleteOne({ tenantId: String(tenantId), _id: String(id) }).exec());
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#model.deleteMany({ tenantId: String(tenantId) }).exec();
  }
}

const sortText = (text: string): string => text.toLowerCase().slice(0, 200);

function conditions(filter: CatalogFilter): Record<string, unknown> {
  const search = filter.search?.trim().toLowerCase();
  const escaped = search?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return {
    ...(filter.hideDeleted ? { status: { $ne: 'deleted' } } : {}),
    ...(filter.status ? { status: String(filter.status) } : {}),
    ...(filter.siteUrl ? { siteUrl: String(filter.siteUrl) } : {}),
    ...(filter.location ? { location: String(filter.location) } : {}),
    ...(escaped ? { nameSort: { $regex: escaped } } : {}),
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
