import { Schema, type Connection, type Model } from 'mongoose';
import { z } from 'zod';
import { Damaged } from '../../../core/kernel/errors.ts';
import { runId, type RunId } from '../../../core/kernel/ids.ts';
import type { BackupRef, StoredRun } from '../../../core/storages/vault.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { translated } from '../../translate-error.ts';
import { HeaderFacts, type BackupManifest } from '../manifest/backup-manifest.ts';
import { PartManifest } from '../manifest/part-manifest.ts';
import { claimOf, isWrittenBy, type Holder } from '../packs/pack-id.ts';
import { assertReadable, FORMAT_VERSION } from './format-version.ts';
import { readVersion1 } from './read-version-1.ts';
import type { Scope } from './scope.ts';
import { SealedText, type SealingPlace } from './sealed-text.ts';

/** `_id` is (run, claim). */
export interface HeaderDocument {
  _id: string;
  tenantId: string;
  /** Where headers of several storages stand side by side. */
  storageId?: string;
  runId: string;
  fence: number;
  /** Readable without the key, so that an older reader can say that it is too old. */
  formatVersion: number;
  size: number;
  data: Buffer;
  /** Its deletion has begun: nothing is kept for its sake. */
  leaving?: boolean | undefined;
}

const fields = {
  _id: { type: String, required: true },
  tenantId: { type: String, required: true },
  runId: { type: String, required: true },
  fence: Number,
  formatVersion: Number,
  size: Number,
  data: Buffer,
  leaving: Boolean,
} as const;
const schema = new Schema<HeaderDocument>(fields, {
  collection: 'backup_headers',
  versionKey: false,
});
schema.index({ tenantId: 1, runId: 1, fence: -1 });
const bucketSchema = new Schema<HeaderDocument>(
  { ...fields, storageId: { type: String, required: true } },
  { collection: 'bucket_headers', versionKey: false },
);
bucketSchema.index({ tenantId: 1, storageId: 1, runId: 1, fence: -1 });

const ANOTHER_HEADER =
  "The storage has a different backup under this ID, because its database or the service's was restored from an older copy. Start a new backup.";

interface OpenedHeader {
  manifest: BackupManifest;
  rootHash: string;
}

const Header = z.object({ header: HeaderFacts, parts: z.array(PartManifest) });

/**
 * Sealed headers of one tenant's backups in one storage, each with the parts that were sealed
 * together: written once, last of all.
 */
export class HeaderStore {
  readonly #model: Model<HeaderDocument>;
  readonly #scope: Scope;
  readonly #sealed: SealedText;

  constructor(place: SealingPlace & { model: Model<HeaderDocument>; scope: Scope }) {
    this.#model = place.model;
    this.#scope = place.scope;
    this.#sealed = new SealedText(place, 'header');
  }

  /**
   * Seals and inserts; repeating it after a lost answer is fine. @throws Damaged when another
   * header stands under its id
   */
  async write(
    writer: Holder,
    header: Omit<HeaderFacts, 'formatVersion'>,
    parts: PartManifest[],
  ): Promise<{ header: HeaderFacts; rootHash: string; size: number }> {
    const { runId: run, fence } = writer;
    const facts = { ...header, formatVersion: FORMAT_VERSION };
    const id = `${run}.${claimOf(writer)}`;
    const text = JSON.stringify({ header: facts, parts });
    const { data, rootHash } = await this.#sealed.seal(run, id, text);
    const document: HeaderDocument = {
      _id: id,
      ...this.#scope,
      runId: run,
      fence,
      formatVersion: FORMAT_VERSION,
      size: data.length,
      data,
    };
    const key = { _id: id, ...this.#scope, runId: run, fence };
    const { upsertedCount } = await translated(() =>
      this.#model.updateOne(key, { $setOnInsert: document }, { upsert: true }).exec(),
    );
    if (upsertedCount === 0) await this.#assertStands(id, rootHash);
    return { header: facts, rootHash, size: data.length };
  }

  /**
   * The header with this root hash; null when the run has none at all. @throws Damaged, also when
   * it has only others, Refused `newer-format`
   */
  async find({ id, rootHash }: BackupRef): Promise<BackupManifest | null> {
    let damage: unknown;
    const documents = await this.#ofRun(id);
    for (const document of documents) {
      try {
        const opened = await this.#open(document);
        if (opened.rootHash === rootHash) return opened.manifest;
      } catch (error) {
        if (!(error instanceof Damaged)) throw error;
        damage ??= error;
      }
    }
    if (documents.length === 0) return null;
    throw damage ?? new Damaged(ANOTHER_HEADER);
  }

  /**
   * Every header that stands under the run's id, whichever counts. @throws Damaged, Refused
   * `newer-format`
   */
  async all(id: RunId): Promise<BackupManifest[]> {
    const opened = (await this.#ofRun(id)).map((document) => this.#open(document));
    return (await Promise.all(opened)).map(({ manifest }) => manifest);
  }

  /**
   * The root hash of the header that its last holder sealed, of those that can be read. @throws
   * Damaged, Refused `newer-format` where there is none
   */
  async newestRoot(id: RunId): Promise<string> {
    let failure: unknown = new Damaged('The header of the backup is missing.');
    for (const document of await this.#ofRun(id)) {
      try {
        return (await this.#open(document)).rootHash;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** Runs that have a header in this storage and stay. */
  async staying(): Promise<RunId[]> {
    return translated(() =>
      this.#model.distinct('runId', { ...this.#scope, leaving: { $ne: true } }).exec(),
    ) as Promise<RunId[]>;
  }

  /**
   * From now on nothing is kept for this backup's sake: two that are deleted side by side do not
   * wait for each other.
   */
  async markLeaving(run: RunId): Promise<void> {
    await translated(() =>
      this.#model
        .updateMany({ ...this.#scope, runId: String(run) }, { $set: { leaving: true } })
        .exec(),
    );
  }

  async delete(run: RunId): Promise<void> {
    await translated(() => this.#model.deleteMany({ ...this.#scope, runId: String(run) }).exec());
  }

  /** Deletes those that holders of the run wrote, but the one with the root hash that counts. */
  async deleteOfHolders({ id, holders }: StoredRun, counts?: string): Promise<void> {
    const mine = (await this.#ofRun(id)).filter(({ _id }) =>
      isWrittenBy(holders, _id.slice(_id.indexOf('.') + 1)),
    );
    for (const document of mine) {
      if (counts !== undefined && (await this.#mayCount(document, counts))) continue;
      const one = { _id: document._id, ...this.#scope };
      await translated(() => this.#model.deleteOne(one).exec());
    }
  }

  /** Those of the last holders first. */
  async #ofRun(id: RunId): Promise<HeaderDocument[]> {
    return translated(() =>
      this.#model
        .find({ ...this.#scope, runId: String(id) })
        .sort({ fence: -1 })
        .lean<HeaderDocument[]>()
        .exec(),
    );
  }

  async #open(document: HeaderDocument): Promise<OpenedHeader> {
    const { _id, formatVersion, data } = document;
    assertReadable(formatVersion);
    try {
      const bytes = storedBytes(data);
      const { text, rootHash } = await this.#sealed.open(runId(document.runId), _id, bytes);
      const value: unknown = JSON.parse(text);
      const manifest = formatVersion === 1 ? readVersion1(value) : Header.parse(value);
      return { manifest, rootHash };
    } catch (error) {
      throw new Damaged('The header of the backup was changed.', { cause: error });
    }
  }

  /** One that cannot be read may: whoever looks for it is told that it is damaged. */
  async #mayCount(document: HeaderDocument, rootHash: string): Promise<boolean> {
    try {
      return (await this.#open(document)).rootHash === rootHash;
    } catch (error) {
      if (error instanceof Damaged) return true;
      throw error;
    }
  }

  async #assertStands(id: string, rootHash: string): Promise<void> {
    const standing = await translated(() =>
      this.#model
        .findOne({ _id: id, ...this.#scope })
        .lean<HeaderDocument>()
        .exec(),
    );
    if (standing && (await this.#open(standing)).rootHash === rootHash) return;
    throw new Damaged(
      "The backup wasn't finished because the storage has a different header under its ID. Start a new backup.",
    );
  }
}

export function headerModel(connection: Connection): Model<HeaderDocument> {
  return (
    (connection.models['BackupHeader'] as Model<HeaderDocument> | undefined) ??
    connection.model<HeaderDocument>('BackupHeader', schema)
  );
}

/** Headers of the backups in buckets, which stand in the service database. */
export function bucketHeaderModel(service: Connection): Model<HeaderDocument> {
  return (
    (service.models['BucketHeader'] as Model<HeaderDocument> | undefined) ??
    service.model<HeaderDocument>('BucketHeader', bucketSchema)
  );
}
