import { Schema, type Connection, type Model } from 'mongoose';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type { StorageUsage } from '../../../core/storages/storage-usage.ts';
import { Collection } from '../../collection.ts';
import { sizesOf } from '../../sizes-of.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { isDuplicate, translated } from '../../translate-error.ts';
import { runOf, shardOf } from './pack-id.ts';
import { DOCUMENT_PACKS, type PackKind, type PackShelf, type SealedPack } from './pack-shelf.ts';

export interface PackDocument {
  _id: string;
  /**
   * (tenant, run, bucket): stands in every filter, so that a sharded storage spreads a tenant's
   * packs.
   */
  shard: string;
  tenantId: string;
  runId: string;
  kind: PackKind;
  /** Bytes before compression. */
  raw: number;
  size: number;
  data: Buffer;
  /** Verify found it damaged: no later backup leans on it. */
  damaged?: boolean;
}

const schema = new Schema<PackDocument>(
  {
    _id: { type: String, required: true },
    shard: { type: String, required: true },
    tenantId: { type: String, required: true },
    runId: { type: String, required: true },
    kind: String,
    raw: Number,
    size: Number,
    data: Buffer,
    damaged: Boolean,
  },
  { collection: 'packs', versionKey: false },
);
schema.index({ tenantId: 1, runId: 1 });
schema.index({ tenantId: 1, size: 1 });
schema.index({ tenantId: 1, damaged: 1 }, { sparse: true });

const FOUND_AT_ONCE = 500;
const DELETED_AT_ONCE = 200;

/** Packs as documents of a database. */
export class DocumentShelf implements PackShelf {
  readonly sizes = DOCUMENT_PACKS;
  readonly #model: Model<PackDocument>;
  readonly #tenantId: TenantId;
  readonly #isReadOnly: boolean;

  /** `isReadOnly`: whoever reads from here notes nothing here either. */
  constructor(model: Model<PackDocument>, tenantId: TenantId, isReadOnly = false) {
    this.#model = model;
    this.#tenantId = tenantId;
    this.#isReadOnly = isReadOnly;
  }

  async insert({ id, kind, raw, data }: SealedPack): Promise<boolean> {
    const document: PackDocument = {
      _id: id,
      shard: shardOf(id),
      tenantId: this.#tenantId,
      runId: runOf(id),
      kind,
      raw,
      size: data.length,
      data,
    };
    try {
      await translated(() => this.#model.collection.insertOne(document as never));
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return false;
    }
  }

  async read(id: string): Promise<Buffer | undefined> {
    const document = await translated(() =>
      this.#model
        .findOne({ _id: String(id), shard: shardOf(id), tenantId: this.#tenantId })
        .select({ data: 1 })
        .lean<Pick<PackDocument, 'data'>>()
        .exec(),
    );
    return document ? storedBytes(document.data) : undefined;
  }

  sound(ids: readonly string[]): Promise<Map<string, number>> {
    return this.#find(ids, { damaged: { $ne: true } });
  }

  async stored(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.#find(ids, {})).keys());
  }

  async #find(
    ids: readonly string[],
    condition: { damaged?: { $ne: boolean } },
  ): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (let at = 0; at < ids.length; at += FOUND_AT_ONCE) {
      const some = ids.slice(at, at + FOUND_AT_ONCE);
      const documents = await translated(() =>
        this.#model
          .find({ ...this.#these(some), ...condition })
          .select({ raw: 1 })
          .lean<Pick<PackDocument, '_id' | 'raw'>[]>()
          .exec(),
      );
      documents.forEach(({ _id, raw }) => found.set(_id, raw));
    }
    return found;
  }

  async markDamaged(id: string): Promise<void> {
    if (this.#isReadOnly) return;
    await translated(() =>
      this.#model
        .updateOne(
          { _id: id, shard: shardOf(id), tenantId: this.#tenantId },
          { $set: { damaged: true } },
        )
        .exec(),
    );
  }

  /** Nothing in a database can be locked. */
  async protect(): Promise<void> {}

  async delete(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += DELETED_AT_ONCE) {
      const some = ids.slice(at, at + DELETED_AT_ONCE);
      await translated(() => this.#model.deleteMany(this.#these(some)).exec());
    }
  }

  async ofRun(runId: RunId): Promise<string[]> {
    const documents = await translated(() =>
      this.#model
        .find({ tenantId: this.#tenantId, runId: String(runId) })
        .select({ _id: 1 })
        .lean<{ _id: string }[]>()
        .exec(),
    );
    return documents.map(({ _id }) => _id);
  }

  async bytesOf(runId: RunId): Promise<number> {
    const ofRun = { tenantId: String(this.#tenantId), runId: String(runId) };
    const sum = { _id: null, bytes: { $sum: '$size' } };
    const [found] = await new Collection(this.#model).group<{ bytes: number }>(ofRun, sum);
    return found?.bytes ?? 0;
  }

  usage(): Promise<StorageUsage> {
    return sizesOf(new Collection(this.#model, { tenantId: String(this.#tenantId) }));
  }

  purge(): Promise<void> {
    return new Collection(this.#model).deleteMany({ tenantId: String(this.#tenantId) }, ['runId']);
  }

  /** The ids come first: some servers look by the first field that they can. */
  #these(ids: readonly string[]) {
    const shards = [...new Set(ids.map(shardOf))];
    return { _id: { $in: ids }, shard: { $in: shards }, tenantId: String(this.#tenantId) };
  }
}

export function packModel(connection: Connection): Model<PackDocument> {
  return (
    (connection.models['Pack'] as Model<PackDocument> | undefined) ??
    connection.model<PackDocument>('Pack', schema)
  );
}
