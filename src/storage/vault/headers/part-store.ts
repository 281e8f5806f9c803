import { Schema, type Connection, type Model } from 'mongoose';
import { Damaged, Refused } from '../../../core/kernel/errors.ts';
import { runId, type RunId } from '../../../core/kernel/ids.ts';
import type { StoredRun } from '../../../core/storages/records/backup-writer.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { translated } from '../../translate-error.ts';
import { packsNamedBy, PartManifest } from '../manifest/part-manifest.ts';
import { claimOf, type Holder } from '../packs/pack-id.ts';
import { assertReadable, FORMAT_VERSION } from './format-version.ts';
import type { ManifestMirror } from './manifest-mirror.ts';
import type { ManifestPlace } from './manifest-place.ts';
import type { Scope } from './scope.ts';
import { SealedText } from './sealed-text.ts';

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
  readonly #mirror: ManifestMirror | undefined;
  readonly #sealed: SealedText;

  constructor(place: ManifestPlace<PartDocument>) {
    this.#model = place.model;
    this.#scope = place.scope;
    this.#mirror = place.mirror;
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
    await this.#mirror?.put('part', document, packsNamedBy(manifest));
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
  open(document: PartDocument): Promise<PartManifest> {
    return openPart(this.#sealed, document);
  }

  /** Puts what is not in the mirror there, `limit` at most. How many these were. */
  async completeMirror(limit: number): Promise<number> {
    const mirror = this.#mirror;
    if (!mirror) return 0;
    const mirrored = await mirror.ids('part');
    const all = await this.#idsOf({});
    const lacking = all.filter((id) => !mirrored.has(id)).slice(0, limit);
    for (const id of lacking) {
      const document = await this.#byId(id);
      if (document) await mirror.put('part', document, await this.#packsNamedIn(document));
    }
    return lacking.length;
  }

  async deleteOfBackups(backupIds: readonly RunId[]): Promise<void> {
    const ofBackups = { backupId: { $in: backupIds.map(String) } };
    await this.#removeFromMirror(ofBackups);
    await translated(() => this.#model.deleteMany({ ...this.#scope, ...ofBackups }).exec());
  }

  /** Those that these holders of a run wrote, of whichever backup. */
  async deleteOfHolders({ id, holders }: StoredRun): Promise<void> {
    const ofHolders = { runId: String(id), holder: { $in: holders } };
    await this.#removeFromMirror(ofHolders);
    const written = { ...this.#scope, ...ofHolders };
    await translated(() => this.#model.deleteMany(written).exec());
  }

  async #removeFromMirror(filter: Record<string, unknown>): Promise<void> {
    if (this.#mirror) await this.#mirror.remove('part', await this.#idsOf(filter));
  }

  async #idsOf(filter: Record<string, unknown>): Promise<string[]> {
    const found = await translated(() =>
      this.#model
        .find({ ...this.#scope, ...filter })
        .select({ _id: 1 })
        .lean<{ _id: string }[]>()
        .exec(),
    );
    return found.map(({ _id }) => _id);
  }

  /** None for one that cannot be read: every list shows it as such. */
  async #packsNamedIn(document: PartDocument): Promise<string[]> {
    try {
      return packsNamedBy(await this.open(document));
    } catch (error) {
      if (error instanceof Damaged || error instanceof Refused) return [];
      throw error;
    }
  }

  #byId(id: string): Promise<PartDocument | null> {
    return translated(() =>
      this.#model
        .findOne({ _id: id, ...this.#scope })
        .lean<PartDocument>()
        .exec(),
    );
  }

  async #assertStands(backupId: RunId, id: string, rootHash: string): Promise<void> {
    const standing = await this.#byId(id);
    const bytes = standing && storedBytes(standing.data);
    const opened = bytes && (await this.#sealed.open(backupId, id, bytes));
    if (opened?.rootHash === rootHash) return;
    throw new Damaged('The storage has a different part under this ID. Start again.');
  }
}

/** @throws Damaged naming the part, Refused `newer-format` */
export async function openPart(sealed: SealedText, document: PartDocument): Promise<PartManifest> {
  assertReadable(document.formatVersion);
  const { _id, backupId, part, data } = document;
  try {
    if (_id !== idOf(document)) throw new Damaged('it was written for another place');
    const { text } = await sealed.open(runId(backupId), _id, storedBytes(data));
    const manifest = PartManifest.parse(JSON.parse(text));
    if (manifest.name !== part) throw new Damaged('it is another part');
    return manifest;
  } catch (error) {
    throw new Damaged(`part ${part}: its manifest was changed`, { cause: error });
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
