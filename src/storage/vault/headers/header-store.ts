import { Schema, type Connection, type Model } from 'mongoose';
import { z } from 'zod';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { translated } from '../../translate-error.ts';
import { HeaderFacts, type BackupManifest } from '../manifest/backup-manifest.ts';
import { PartManifest } from '../manifest/part-manifest.ts';
import { assertReadable, FORMAT_VERSION } from './format-version.ts';
import { readVersion1 } from './read-version-1.ts';
import { SealedText, type SealingPlace } from './sealed-text.ts';

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
  leaving?: boolean | undefined;
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

const Header = z.object({ header: HeaderFacts, parts: z.array(PartManifest) });

/**
 * Sealed headers of one tenant's backups in one storage, each with the parts that were sealed
 * together: written once, last of all.
 */
export class HeaderStore {
  readonly #model: Model<HeaderDocument>;
  readonly #tenantId: TenantId;
  readonly #sealed: SealedText;

  constructor(place: SealingPlace & { model: Model<HeaderDocument> }) {
    this.#model = place.model;
    this.#tenantId = place.tenantId;
    this.#sealed = new SealedText(place, 'header');
  }

  /** Seals and inserts; repeating it after a lost answer is fine. */
  async write(
    { runId, fence }: { runId: RunId; fence: number },
    header: Omit<HeaderFacts, 'formatVersion'>,
    parts: PartManifest[],
  ): Promise<{ header: HeaderFacts; rootHash: string; size: number }> {
    const facts = { ...header, formatVersion: FORMAT_VERSION };
    const id = `${runId}.${fence}`;
    const text = JSON.stringify({ header: facts, parts });
    const { data, rootHash } = await this.#sealed.seal(runId, id, text);
    const document: HeaderDocument = {
      _id: id,
      tenantId: this.#tenantId,
      runId,
      fence,
      formatVersion: FORMAT_VERSION,
      size: data.length,
      data,
    };
    const key = { _id: id, tenantId: this.#tenantId, runId, fence };
    await translated(() =>
      this.#model.updateOne(key, { $setOnInsert: document }, { upsert: true }).exec(),
    );
    return { header: facts, rootHash, size: data.length };
  }

  /**
   * The header of the run's last holder; null when there is none. @throws Damaged, Refused
   * `newer-format`
   */
  async find(runId: RunId): Promise<BackupManifest | null> {
    const document = await translated(() =>
      this.#model
        .findOne({ tenantId: this.#tenantId, runId: String(runId) })
        .sort({ fence: -1 })
        .lean<HeaderDocument>()
        .exec(),
    );
    if (!document) return null;
    assertReadable(document.formatVersion);
    try {
      const bytes = storedBytes(document.data);
      const { text } = await this.#sealed.open(runId, document._id, bytes);
      const value: unknown = JSON.parse(text);
      return document.formatVersion === 1 ? readVersion1(value) : Header.parse(value);
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

  /**
   * From now on nothing is kept for this backup's sake: two that are deleted side by side do not
   * wait for each other.
   */
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
}

export function headerModel(connection: Connection): Model<HeaderDocument> {
  return (
    (connection.models['BackupHeader'] as Model<HeaderDocument> | undefined) ??
    connection.model<HeaderDocument>('BackupHeader', schema)
  );
}
