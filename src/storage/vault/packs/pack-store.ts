import { createHmac } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import { deriveKey } from '../../sealing/tenant-keys.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { isDuplicate, translated } from '../../translate-error.ts';
import { compressPack, openPack, sealPack } from './pack-codec.ts';
import { claimIn, isWrittenBy, runOf, shardOf } from './pack-id.ts';
import { HASH_BYTES } from './place.ts';

export type PackKind = 'data' | 'segment' | 'spill';

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
schema.index({ tenantId: 1, damaged: 1 }, { sparse: true });

export interface WrittenPack {
  id: string;
  size: number;
  raw: number;
}

/** Reads and writes sealed packs of one tenant in one storage. Packs are insert-only. */
export class PackStore {
  readonly #model: Model<PackDocument>;
  readonly #tenantId: TenantId;
  readonly #storageId: string;
  readonly #dataKey: Buffer;
  readonly #hashKey: Buffer;

  constructor(parts: {
    model: Model<PackDocument>;
    tenantId: TenantId;
    storageId: string;
    dataKey: Buffer;
  }) {
    this.#model = parts.model;
    this.#tenantId = parts.tenantId;
    this.#storageId = parts.storageId;
    this.#dataKey = parts.dataKey;
    this.#hashKey = deriveKey(parts.dataKey, 'record-hash', '');
  }

  /** HMAC-SHA-256, cut, in hex: a record's hash. */
  hash(bytes: Buffer): string {
    return createHmac('sha256', this.#hashKey)
      .update(bytes)
      .digest('hex')
      .slice(0, 2 * HASH_BYTES);
  }

  /**
   * Seals and inserts. Inserting the same pack again (after a lost answer) is fine. @throws Damaged
   * when another one stands under its id
   */
  async write(
    id: string,
    kind: PackKind,
    plain: Buffer,
    compressed?: Buffer,
  ): Promise<WrittenPack> {
    const data = sealPack(
      compressed ?? (await compressPack(plain)),
      this.#keyOf(id),
      this.#binding(id, kind),
    );
    const document: PackDocument = {
      _id: id,
      shard: shardOf(id),
      tenantId: this.#tenantId,
      runId: runOf(id),
      kind,
      raw: plain.length,
      size: data.length,
      data,
    };
    try {
      await translated(() => this.#model.collection.insertOne(document as never));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await this.#assertStands(id, kind, plain);
    }
    return { id, size: data.length, raw: plain.length };
  }

  /** @throws Damaged when it is missing or changed */
  async read(id: string, kind: PackKind): Promise<Buffer> {
    const document = await translated(() =>
      this.#model
        .findOne({ _id: String(id), shard: shardOf(id), tenantId: this.#tenantId })
        .select({ data: 1 })
        .lean<Pick<PackDocument, 'data'>>()
        .exec(),
    );
    if (!document) throw new Damaged(`pack ${id}: the stored data is missing`);
    return this.open({ _id: id, kind, data: document.data });
  }

  /** @throws Damaged when it was changed */
  open({ _id, kind, data }: Pick<PackDocument, '_id' | 'kind' | 'data'>): Promise<Buffer> {
    return openPack(storedBytes(data), this.#keyOf(_id), this.#binding(_id, kind));
  }

  /** Of these packs, the ones that are there and not known to be damaged, with their raw sizes. */
  sound(ids: string[]): Promise<Map<string, number>> {
    return this.#find(ids, { damaged: { $ne: true } });
  }

  /** Of these packs, the ones that are there, sound or not. */
  async stored(ids: string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.#find(ids, {})).keys());
  }

  async #find(
    ids: string[],
    condition: { damaged?: { $ne: boolean } },
  ): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (let at = 0; at < ids.length; at += 500) {
      const some = ids.slice(at, at + 500);
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
    await translated(() =>
      this.#model
        .updateOne(
          { _id: id, shard: shardOf(id), tenantId: this.#tenantId },
          { $set: { damaged: true } },
        )
        .exec(),
    );
  }

  async delete(ids: string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += 200) {
      const some = ids.slice(at, at + 200);
      await translated(() => this.#model.deleteMany(this.#these(some)).exec());
    }
  }

  /** The ids come first: some servers look by the first field that they can. */
  #these(ids: string[]) {
    const shards = [...new Set(ids.map(shardOf))];
    return { _id: { $in: ids }, shard: { $in: shards }, tenantId: String(this.#tenantId) };
  }

  /** Ids of the packs that these holders of a run wrote; without them, of all that it has. */
  async ofRun(runId: RunId, holders?: readonly string[]): Promise<string[]> {
    const documents = await translated(() =>
      this.#model
        .find({ tenantId: this.#tenantId, runId: String(runId) })
        .select({ _id: 1 })
        .lean<{ _id: string }[]>()
        .exec(),
    );
    const ids = documents.map(({ _id }) => _id);
    return holders ? ids.filter((id) => isWrittenBy(holders, claimIn(id))) : ids;
  }

  async #assertStands(id: string, kind: PackKind, plain: Buffer): Promise<void> {
    const standing = await this.read(id, kind);
    if (!standing.equals(plain))
      throw new Damaged(
        `pack ${id}: the storage has a different one under this ID. Start a new backup.`,
      );
  }

  #keyOf(id: string): Buffer {
    return deriveKey(this.#dataKey, 'pack', id);
  }

  #binding(id: string, kind: PackKind) {
    return {
      tenantId: this.#tenantId,
      storageId: this.#storageId,
      kind,
      runId: runOf(id),
      packId: id,
    };
  }
}

export function packModel(connection: Connection): Model<PackDocument> {
  return (
    (connection.models['Pack'] as Model<PackDocument> | undefined) ??
    connection.model<PackDocument>('Pack', schema)
  );
}
