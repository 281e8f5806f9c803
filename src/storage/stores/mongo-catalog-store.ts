import { randomBytes } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import {
  GRID_PAGE,
  type CatalogFilter,
  type CatalogSchema,
  type CatalogStore,
  type SchemaStatus,
  type SeenSchema,
} from '../../core/catalog/catalog.ts';
import { NotFound } from '../../core/kernel/errors.ts';
import {
  catalogId,
  runId,
  tenantId as brand,
  type CatalogId,
  type RunId,
  type TenantId,
} from '../../core/kernel/ids.ts';
import { selectSchemas } from '../../core/use-cases/schemas/select-schemas.ts';
import { translated } from '../translate-errors.ts';
import { CatalogSnapshots } from './catalog-snapshots.ts';

type CatalogDocument = Omit<
  CatalogSchema,
  'id' | 'tenantId' | 'activeRunId' | 'lastBackupId' | 'lastError'
> & {
  _id: string;
  tenantId: string;
  /** False when the connection to the workspace was deleted. */
  connected: boolean;
  activeRunId?: string;
  lastBackupId?: string;
  lastError?: { runId: string; message: string; at: Date };
};

const schema = new Schema<CatalogDocument>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    siteUrl: String,
    location: String,
    workspaceId: { type: String, required: true },
    schemaId: { type: String, required: true },
    name: String,
    key: String,
    objectCount: Number,
    status: String,
    seenByAccountId: String,
    seenByName: String,
    hidden: Boolean,
    connected: Boolean,
    activeRunId: String,
    lastBackupAt: Date,
    lastBackupId: String,
    backupCount: Number,
    lastError: { type: { _id: false, runId: String, message: String, at: Date }, required: false },
  },
  { collection: 'catalog', versionKey: false },
);
schema.index({ tenantId: 1, workspaceId: 1, schemaId: 1 }, { unique: true });
schema.index({ activeRunId: 1 }, { sparse: true });

export class MongoCatalogStore implements CatalogStore {
  readonly #model: Model<CatalogDocument>;
  readonly #snapshots: CatalogSnapshots<CatalogSchema>;

  constructor(connection: Connection) {
    this.#model = connection.model<CatalogDocument>('CatalogSchema', schema);
    this.#snapshots = new CatalogSnapshots(connection);
  }

  async list(
    tenantId: TenantId,
    filter: CatalogFilter,
  ): Promise<{ schemas: CatalogSchema[]; total: number; sites: string[] }> {
    const shown = await this.#snapshots.items(String(tenantId), {
      all: () => this.#shown(tenantId),
      some: async (ids) =>
        (await Promise.all(ids.map((id) => this.#shownOne(tenantId, id)))).flat(),
    });
    const selected = selectSchemas(shown, filter);
    const page = Math.min(
      Math.max(1, filter.page ?? 1),
      Math.max(1, Math.ceil(selected.length / GRID_PAGE)),
    );
    return {
      schemas: selected.slice((page - 1) * GRID_PAGE, page * GRID_PAGE),
      total: selected.length,
      sites: [...new Set(shown.map((schema) => schema.siteUrl))].sort(),
    };
  }

  async #shown(tenantId: TenantId): Promise<CatalogSchema[]> {
    return (
      await translated(() =>
        this.#model
          .find({ tenantId: String(tenantId), connected: true, hidden: false })
          .lean<CatalogDocument[]>()
          .exec(),
      )
    ).map(toSchema);
  }

  /** The schema, or nothing when it is not shown. Asked for by its id alone: no server then walks the tenant's other schemas. */
  async #shownOne(tenantId: TenantId, id: string): Promise<CatalogSchema[]> {
    const document = await translated(() =>
      this.#model
        .findOne({ _id: id, tenantId: String(tenantId) })
        .lean<CatalogDocument>()
        .exec(),
    );
    return document?.connected && !document.hidden ? [toSchema(document)] : [];
  }

  async get(tenantId: TenantId, id: CatalogId): Promise<CatalogSchema> {
    const document = await translated(() =>
      this.#model
        .findOne({ _id: String(id), tenantId: String(tenantId) })
        .lean<CatalogDocument>()
        .exec(),
    );
    if (!document) throw new NotFound('This schema does not exist any more. Reload the page.');
    return toSchema(document);
  }

  async all(tenantId: TenantId, workspaceId: string): Promise<CatalogSchema[]> {
    return (
      await translated(() =>
        this.#model
          .find({ tenantId: String(tenantId), workspaceId: String(workspaceId) })
          .lean<CatalogDocument[]>()
          .exec(),
      )
    ).map(toSchema);
  }

  async seen(
    tenantId: TenantId,
    site: Parameters<CatalogStore['seen']>[1],
    schemas: SeenSchema[],
  ): Promise<void> {
    if (schemas.length === 0) return;
    const { accountId, accountName, workspaceId, ...place } = site;
    const operations = schemas.map(({ schemaId, name, key, objectCount }) => ({
      updateOne: {
        filter: { tenantId: String(tenantId), workspaceId, schemaId },
        update: {
          $set: {
            ...place,
            name,
            key,
            objectCount,
            status: 'active' as const,
            seenByAccountId: accountId,
            seenByName: accountName,
            hidden: false,
            connected: true,
          },
          $setOnInsert: { _id: randomBytes(12).toString('hex'), backupCount: 0 },
        },
        upsert: true,
      },
    }));
    await translated(() => this.#model.bulkWrite(operations, { ordered: false }));
    await this.#snapshots.touch(String(tenantId));
  }

  async setStatus(tenantId: TenantId, ids: CatalogId[], status: SchemaStatus): Promise<void> {
    await translated(() =>
      this.#model
        .updateMany(
          { tenantId: String(tenantId), _id: { $in: ids.map(String) } },
          { $set: { status } },
        )
        .exec(),
    );
    await this.#snapshots.touch(String(tenantId));
  }

  async hide(tenantId: TenantId, id: CatalogId): Promise<void> {
    await translated(() =>
      this.#model
        .updateOne({ _id: String(id), tenantId: String(tenantId) }, { $set: { hidden: true } })
        .exec(),
    );
    await this.#snapshots.touch(String(tenantId), String(id));
  }

  async setConnected(tenantId: TenantId, workspaceId: string, connected: boolean): Promise<void> {
    await translated(() =>
      this.#model
        .updateMany(
          { tenantId: String(tenantId), workspaceId: String(workspaceId) },
          { $set: { connected } },
        )
        .exec(),
    );
    await this.#snapshots.touch(String(tenantId));
  }

  async occupy(tenantId: TenantId, id: CatalogId, run: RunId): Promise<boolean> {
    const changed = await translated(() =>
      this.#model
        .updateOne(
          { _id: String(id), tenantId: String(tenantId), activeRunId: { $exists: false } },
          { $set: { activeRunId: String(run) } },
        )
        .exec(),
    );
    if (changed.modifiedCount === 1) await this.#snapshots.touch(String(tenantId), String(id));
    return changed.modifiedCount === 1;
  }

  async vacate(tenantId: TenantId, id: CatalogId, run: RunId): Promise<void> {
    await translated(() =>
      this.#model
        .updateOne(
          { _id: String(id), tenantId: String(tenantId), activeRunId: String(run) },
          { $unset: { activeRunId: 1 } },
        )
        .exec(),
    );
    await this.#snapshots.touch(String(tenantId), String(id));
  }

  async occupied(): Promise<{ tenantId: TenantId; id: CatalogId; activeRunId: RunId }[]> {
    const found = await translated(() =>
      this.#model
        .find({ activeRunId: { $exists: true } })
        .select({ tenantId: 1, activeRunId: 1 })
        .lean<CatalogDocument[]>()
        .exec(),
    );
    return found.map((document) => ({
      tenantId: brand(document.tenantId),
      id: catalogId(document._id),
      activeRunId: runId(document.activeRunId!),
    }));
  }

  async setBackupFacts(
    tenantId: TenantId,
    id: CatalogId,
    facts: Parameters<CatalogStore['setBackupFacts']>[2],
  ): Promise<void> {
    const { backupCount, lastBackupAt, lastBackupId, lastError } = facts;
    const set = {
      backupCount,
      ...(lastBackupAt ? { lastBackupAt } : {}),
      ...(lastBackupId ? { lastBackupId: String(lastBackupId) } : {}),
      ...(lastError ? { lastError: { ...lastError, runId: String(lastError.runId) } } : {}),
    };
    const unset = {
      ...(lastBackupAt ? {} : { lastBackupAt: 1 }),
      ...(lastBackupId ? {} : { lastBackupId: 1 }),
      ...(lastError ? {} : { lastError: 1 }),
    };
    await translated(() =>
      this.#model
        .updateOne(
          { _id: String(id), tenantId: String(tenantId) },
          { $set: set, ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}) },
        )
        .exec(),
    );
    await this.#snapshots.touch(String(tenantId), String(id));
  }

  async remove(tenantId: TenantId, id: CatalogId): Promise<void> {
    await translated(() =>
      this.#model.deleteOne({ _id: String(id), tenantId: String(tenantId) }).exec(),
    );
    await this.#snapshots.touch(String(tenantId), String(id));
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#model.deleteMany({ tenantId: String(tenantId) }).exec();
    await this.#snapshots.purge(String(tenantId));
  }
}

function toSchema(document: CatalogDocument): CatalogSchema {
  const {
    _id,
    tenantId,
    connected: _connected,
    activeRunId,
    lastBackupId,
    lastError,
    ...fields
  } = document;
  return {
    id: catalogId(_id),
    tenantId: brand(tenantId),
    ...fields,
    ...(activeRunId ? { activeRunId: runId(activeRunId) } : {}),
    ...(lastBackupId ? { lastBackupId: runId(lastBackupId) } : {}),
    ...(lastError?.runId
      ? {
          lastError: {
            runId: runId(lastError.runId),
            message: lastError.message,
            at: lastError.at,
          },
        }
      : {}),
  };
}
