import { Schema, type Connection, type Model } from 'mongoose';
import { Damaged } from '../../../core/kernel/errors.ts';
import { runId, type RunId } from '../../../core/kernel/ids.ts';
import type { StoredRun } from '../../../core/storages/vault.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { translated } from '../../translate-error.ts';
import { PartManifest } from '../manifest/part-manifest.ts';
import { claimOf, type Holder } from '../packs/pack-id.ts';
import { assertReadable, FORMAT_VERSION } from './format-version.ts';
import type { Scope } from './scope.ts';
import { SealedText, type SealingPlace } from './sealed-text.ts';

/** What names the document of a part. */
export interface PartKey extends Holder {
  backupId: RunId;
  part: string;
  /** From 1. Of each part the highest counts, before the one that stands in the header. */
  revision: number;
}

export interface PartDocument {
  _id: string;
  tenantId: string;
  /** Where parts of several storages stand side by side. */
  storageId?: string;
  backupId: string;
  part: string;
  revision: number;
  runId: string;
  fence: number;
  holder: string;
  formatVersion: number;
  size: number;
  data: Buffer;
}

const fields = {
  _id: { type: String, required: true },
  tenantId: { type: String, required: true },
  backupId: { type: String, required: true },
  part: { type: String, required: true },
  revision: Number,
  runId: { type: String, required: true },
  fence: Number,
  holder: String,
  formatVersion: Number,
  size: Number,
  data: Buffer,
} as const;
const schema = new Schema<PartDocument>(fields, { collection: 'backup_parts', versionKey: false });
const bucketSchema = new Schema<PartDocument>(
  { ...fields, storageId: { type: String, required: true } },
  { collection: 'bucket_parts', versionKey: false },
);
bucketSchema.index({ tenantId: 1, storageId: 1, backupId: 1 });
bucketSchema.index({ tenantId: 1, storageId: 1, runId: 1 });
schema.index({ tenantId: 1, backupId: 1 });
schema.index({ tenantId: 1, runId: 1 });

/**
 * The id is bound into the seal: whatever chooses among documents cannot be changed without
 * breaking it.
 */
const idOf = ({ backupId, part, revision, runId, ...claim }: PartKey | PartDocument): string =>
  `${backupId}/${part}/${revision}.${runId}.${claimOf(claim)}`;

/**
 * Parts that were sealed after their backup, of one tenant in one storage. Documents are
 * insert-only.
 */
export class PartStore {
  readonly #model: Model<PartDocument>;
  readonly #scope: Scope;
  readonly #sealed: SealedText;

  constructor(place: SealingPlace & { model: Model<PartDocument>; scope: Scope }) {
    this.#model = place.model;
    this.#scope = place.scope;
    this.#sealed = new SealedText(place, 'part');
  }

  /**
   * Seals and inserts; repeating it after a lost answer is fine. @throws Damaged when another part
   * stands under its id
   */
  async write(key: PartKey, manifest: PartManifest): Promise<{ rootHash: string; size: number }> {
    const id = idOf(key);
    const { data, rootHash } = await this.#sealed.seal(key.backupId, id, JSON.stringify(manifest));
    const document: PartDocument = {
      ...key,
      _id: id,
      ...this.#scope,
      formatVersion: FORMAT_VERSION,
      size: data.length,
      data,
    };
    const found = { _id: id, ...this.#scope };
    const { upsertedCount } = await translated(() =>
      this.#model.updateOne(found, { $setOnInsert: document }, { upsert: true }).exec(),
    );
    if (upsertedCount === 0) await this.#assertStands(key.backupId, id, rootHash);
    return { rootHash, size: data.length };
  }

  /** Of whichever revision. */
  async ofBackup(backupId: RunId): Promise<PartDocument[]> {
    return translated(() =>
      this.#model
        .find({ ...this.#scope, backupId: String(backupId) })
        .lean<PartDocument[]>()
        .exec(),
    );
  }

  /** @throws Damaged naming the part, Refused `newer-format` */
  async open(document: PartDocument): Promise<PartManifest> {
    assertReadable(document.formatVersion);
    const { backupId, part, data } = document;
    try {
      if (document._id !== idOf(document)) throw new Damaged('it was written for another place');
      const sealed = await this.#sealed.open(runId(backupId), document._id, storedBytes(data));
      const manifest = PartManifest.parse(JSON.parse(sealed.text));
      if (manifest.name !== part) throw new Damaged('it is another part');
      return manifest;
    } catch (error) {
      throw new Damaged(`part ${part}: its manifest was changed`, { cause: error });
    }
  }

  async deleteOfBackup(backupId: RunId): Promise<void> {
    await translated(() =>
      this.#model.deleteMany({ ...this.#scope, backupId: String(backupId) }).exec(),
    );
  }

  /** Those that these holders of a run wrote, of whichever backup. */
  async deleteOfHolders({ id, holders }: StoredRun): Promise<void> {
    const written = { ...this.#scope, runId: String(id), holder: { $in: holders } };
    await translated(() => this.#model.deleteMany(written).exec());
  }

  async #assertStands(backupId: RunId, id: string, rootHash: string): Promise<void> {
    const standing = await translated(() =>
      this.#model
        .findOne({ _id: id, ...this.#scope })
        .lean<PartDocument>()
        .exec(),
    );
    const bytes = standing && storedBytes(standing.data);
    const opened = bytes && (await this.#sealed.open(backupId, id, bytes));
    if (opened?.rootHash === rootHash) return;
    throw new Damaged('The storage has a different part under this ID. Start again.');
  }
}

export function partModel(connection: Connection): Model<PartDocument> {
  return (
    (connection.models['BackupPart'] as Model<PartDocument> | undefined) ??
    connection.model<PartDocument>('BackupPart', schema)
  );
}

/** Parts of the backups in buckets, which stand in the service database. */
export function bucketPartModel(service: Connection): Model<PartDocument> {
  return (
    (service.models['BucketPart'] as Model<PartDocument> | undefined) ??
    service.model<PartDocument>('BucketPart', bucketSchema)
  );
}
