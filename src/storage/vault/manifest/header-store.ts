import { createHmac } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import { FORMAT_VERSION } from '../../../core/backups/projection.ts';
import { Damaged, Refused } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import { deriveKey } from '../../sealing/tenant-keys.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { translated } from '../../translate-error.ts';
import { Manifest } from './manifest.ts';
import { compressPack, openPack, sealPack } from '../packs/pack-codec.ts';

interface HeaderDocument {
  _id: string;
  tenantId: string;
  runId: string;
  fence: number;
  /** Readable without the key, so that an older reader can say that it is too old. */
  formatVersion: number;
  size: number;
  data: Buffer;
  /** Its deletion has begun: nothing is kept for its sake. */
  leaving?: boolean;
}

const schema = new Schema<HeaderDocument>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    runId: { type: String, required: true },
    fence: Number,
    formatVersion: Number,
    size: Number,
    data: Buffer,
    leaving: Boolean,
  },
  { collection: 'backup_headers', versionKey: false },
);
schema.index({ tenantId: 1, runId: 1, fence: -1 });

/** Sealed headers of one tenant's backups in one storage: written once, last of all. */
export class HeaderStore {
  readonly #model: Model<HeaderDocument>;
  readonly #tenantId: TenantId;
  readonly #storageId: string;
  readonly #dataKey: Buffer;

  constructor(parts: {
    model: Model<HeaderDocument>;
    tenantId: TenantId;
    storageId: string;
    dataKey: Buffer;
  }) {
    this.#model = parts.model;
    this.#tenantId = parts.tenantId;
    this.#storageId = parts.storageId;
    this.#dataKey = parts.dataKey;
  }

  /** Seals and inserts; repeating it after a lost answer is fine. */
  async write(
    runId: RunId,
    fence: number,
    manifest: Manifest,
  ): Promise<{ rootHash: string; size: number }> {
    const text = JSON.stringify(manifest);
    const rootHash = this.#mac(text);
    const id = `${runId}.${fence}`;
    const data = sealPack(
      await compressPack(Buffer.from(JSON.stringify([text, rootHash]))),
      this.#keyOf(id),
      this.#binding(runId, id),
    );
    const document: HeaderDocument = {
      _id: id,
      tenantId: this.#tenantId,
      runId,
      fence,
      formatVersion: FORMAT_VERSION,
      size: data.length,
      data,
    };
    await translated(() =>
      this.#model
        .updateOne(
          { _id: id, tenantId: this.#tenantId, runId, fence },
          { $setOnInsert: document },
          { upsert: true },
        )
        .exec(),
    );
    return { rootHash, size: data.length };
  }

  /** @throws Damaged also when there is none, Refused `newer-format` */
  async read(runId: RunId): Promise<{ manifest: Manifest; rootHash: string }> {
    const found = await this.find(runId);
    if (!found) throw new Damaged('The header of the backup is missing.');
    return found;
  }

  /** The header of the run's last holder; null when there is none. @throws Damaged, Refused `newer-format` */
  async find(runId: RunId): Promise<{ manifest: Manifest; rootHash: string } | null> {
    const document = await translated(() =>
      this.#model
        .findOne({ tenantId: this.#tenantId, runId: String(runId) })
        .sort({ fence: -1 })
        .lean<HeaderDocument>()
        .exec(),
    );
    if (!document) return null;
    if (document.formatVersion > FORMAT_VERSION)
      throw new Refused(
        'newer-format',
        `This backup has the format version ${document.formatVersion}; this service reads up to ${FORMAT_VERSION}. Update the service.`,
      );
    try {
      const [text, rootHash] = JSON.parse(
        (
          await openPack(
            storedBytes(document.data),
            this.#keyOf(document._id),
            this.#binding(runId, document._id),
          )
        ).toString(),
      ) as [string, string];
      if (this.#mac(text) !== rootHash) throw new Damaged('the root hash does not fit');
      return { manifest: Manifest.parse(JSON.parse(text)), rootHash };
    } catch (error) {
      throw new Damaged('The header of the backup was changed.', { cause: error });
    }
  }

  /** Runs that have a header in this storage and stay. */
  async staying(): Promise<RunId[]> {
    return translated(() =>
      this.#model.distinct('runId', { tenantId: this.#tenantId, leaving: { $ne: true } }).exec(),
    ) as Promise<RunId[]>;
  }

  /** From now on nothing is kept for this backup's sake: two that are deleted side by side do not wait for each other. */
  async markLeaving(runId: RunId): Promise<void> {
    await translated(() =>
      this.#model
        .updateMany({ tenantId: this.#tenantId, runId: String(runId) }, { $set: { leaving: true } })
        .exec(),
    );
  }

  async delete(runId: RunId): Promise<void> {
    await translated(() =>
      this.#model.deleteMany({ tenantId: this.#tenantId, runId: String(runId) }).exec(),
    );
  }

  #mac(text: string): string {
    return createHmac('sha256', deriveKey(this.#dataKey, 'root-mac', ''))
      .update(text)
      .digest('hex');
  }

  #keyOf(id: string): Buffer {
    return deriveKey(this.#dataKey, 'pack', `header|${id}`);
  }

  #binding(runId: RunId, id: string) {
    return {
      tenantId: this.#tenantId,
      storageId: this.#storageId,
      kind: 'header',
      runId,
      packId: id,
    };
  }
}

export function headerModel(connection: Connection): Model<HeaderDocument> {
  return (
    (connection.models['BackupHeader'] as Model<HeaderDocument> | undefined) ??
    connection.model<HeaderDocument>('BackupHeader', schema)
  );
}
