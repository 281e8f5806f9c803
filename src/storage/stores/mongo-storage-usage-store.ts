import { Schema, type Connection } from 'mongoose';
import { z } from 'zod';
import type { TenantId } from '../../core/kernel/ids.ts';
import {
  noteDay,
  type MeasuredUsage,
  type StorageUsage,
  type StorageUsageStore,
} from '../../core/storages/storage-usage.ts';
import type { StoredShape } from '../stored-shape.ts';
import { TenantCollection } from '../tenant-collection.ts';

interface UsageDocument extends MeasuredUsage {
  /** Tenant and storage. */
  _id: string;
  tenantId: TenantId;
  storageId: string;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    storageId: String,
    bytes: Number,
    objects: Number,
    measuredAt: Date,
    days: Schema.Types.Mixed,
  },
  { collection: 'storage_usage', versionKey: false },
);
schema.index({ tenantId: 1 });

const shape: StoredShape = {
  what: 'The usage of a storage',
  schema: z.looseObject({
    storageId: z.string(),
    bytes: z.number(),
    objects: z.number(),
    measuredAt: z.date(),
    days: z.array(z.looseObject({ day: z.string(), bytes: z.number() })),
  }),
};

/** What tenants use of their storages, as it was measured last, in the service database. */
export class MongoStorageUsageStore implements StorageUsageStore {
  readonly #usage: TenantCollection<UsageDocument>;

  constructor(connection: Connection) {
    this.#usage = new TenantCollection(connection, 'StorageUsage', schema, shape);
  }

  async all(tenantId: TenantId): Promise<ReadonlyMap<string, MeasuredUsage>> {
    const documents = await this.#usage.of(tenantId).find({});
    return new Map(documents.map(({ storageId, ...usage }) => [storageId, usage]));
  }

  /** Of two that measure at once the last one counts. */
  async note(
    tenantId: TenantId,
    storageId: string,
    usage: StorageUsage,
    measuredAt: Date,
  ): Promise<void> {
    const mine = this.#usage.of(tenantId);
    const _id = idOf(tenantId, storageId);
    // One that can't be read, because it was changed in the database, is written anew.
    const [before] = await mine.find({ _id }, { limit: 1 });
    const days = noteDay(before?.days ?? [], usage, measuredAt);
    const { bytes, objects } = usage;
    await mine.upsert({ _id }, { $set: { storageId, bytes, objects, measuredAt, days } });
  }

  async forget(tenantId: TenantId, storageId: string): Promise<void> {
    await this.#usage.of(tenantId).delete({ _id: idOf(tenantId, storageId) });
  }

  purge(tenantId: TenantId): Promise<void> {
    return this.#usage.purge(tenantId);
  }
}

const idOf = (tenantId: TenantId, storageId: string): string => `${tenantId}.${storageId}`;
