import type { Model, QueryFilter } from 'mongoose';
import { z } from 'zod';
import { Damaged, ProductError, Refused } from '../../../core/kernel/errors.ts';
import { runId, type RunId } from '../../../core/kernel/ids.ts';
import { inBatches } from '../../../core/kernel/collections/in-batches.ts';
import type { BackupRef } from '../../../core/storages/records/backup-header.ts';
import type { StoredRun } from '../../../core/storages/records/backup-writer.ts';
import { storedBytes } from '../../stored-bytes.ts';
import { translated } from '../../translate-error.ts';
import { HeaderFacts, type BackupManifest } from '../manifest/backup-manifest.ts';
import { packsNamedBy, PartManifest } from '../manifest/part-manifest.ts';
import { claimOf, isWrittenBy, type Holder } from '../packs/pack-id.ts';
import { assertReadable, FORMAT_VERSION } from './format-version.ts';
import type { HeaderDocument } from './header-document.ts';
import type { ManifestMirror } from './manifest-mirror.ts';
import type { ManifestPlace } from './manifest-place.ts';
import { readVersion1 } from './read-version-1.ts';
import type { Scope } from './scope.ts';
import { SealedText } from './sealed-text.ts';

const ANOTHER_HEADER =
  "The storage has a different backup under this ID, because its database or the service's was restored from an older copy. Start a new backup.";

const MARKED_AT_ONCE = 200;

export interface OpenedHeader {
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
  readonly #mirror: ManifestMirror | undefined;
  readonly #sealed: SealedText;

  constructor(place: ManifestPlace<HeaderDocument>) {
    this.#model = place.model;
    this.#scope = place.scope;
    this.#mirror = place.mirror;
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
    await this.#mirror?.put('header', document, parts.flatMap(packsNamedBy));
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
   * Every header with the run's id, whichever of them counts. @throws Damaged, Refused
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
    return (await openNewest(await this.#ofRun(id), this.#sealed)).rootHash;
  }

  /** Runs that have a header in this storage and stay. */
  async staying(): Promise<RunId[]> {
    return translated(() =>
      this.#model.distinct('runId', { ...this.#scope, leaving: { $ne: true } }).exec(),
    ) as Promise<RunId[]>;
  }

  /**
   * From now on nothing is kept for the sake of these backups: two that are deleted side by side do
   * not wait for each other. The mirror, which knows no marks, has them no longer.
   */
  async markLeaving(runs: readonly RunId[]): Promise<void> {
    for (const some of inBatches(runs, MARKED_AT_ONCE)) {
      const these = { ...this.#scope, runId: { $in: some.map(String) } };
      await translated(() => this.#model.updateMany(these, { $set: { leaving: true } }).exec());
      await this.#mirror?.remove('header', await this.#idsOf(these));
    }
  }

  /** Of backups that are marked. */
  async delete(runs: readonly RunId[]): Promise<void> {
    const ofRuns = { ...this.#scope, runId: { $in: runs.map(String) } };
    await translated(() => this.#model.deleteMany(ofRuns).exec());
  }

  /** Deletes those that holders of the run wrote, but the one with the root hash that counts. */
  async deleteOfHolders({ id, holders }: StoredRun, counts?: string): Promise<void> {
    const mine = (await this.#ofRun(id)).filter(({ _id }) =>
      isWrittenBy(holders, _id.slice(_id.indexOf('.') + 1)),
    );
    for (const document of mine) {
      if (counts !== undefined && (await this.#mayCount(document, counts))) continue;
      await this.#mirror?.remove('header', [document._id]);
      const one = { _id: document._id, ...this.#scope };
      await translated(() => this.#model.deleteOne(one).exec());
    }
  }

  /** Puts what stays and is not in the mirror there, `limit` at most. How many these were. */
  async completeMirror(limit: number): Promise<number> {
    const mirror = this.#mirror;
    if (!mirror) return 0;
    const mirrored = await mirror.ids('header');
    const all = await this.#idsOf({ ...this.#scope, leaving: { $ne: true } });
    const lacking = all.filter((id) => !mirrored.has(id)).slice(0, limit);
    for (const id of lacking) {
      const document = await this.#byId(id);
      if (document) await mirror.put('header', document, await this.#packsNamedIn(document));
    }
    return lacking.length;
  }

  /** None for one that cannot be read: every list shows it as such. */
  async #packsNamedIn(document: HeaderDocument): Promise<string[]> {
    try {
      return (await this.#open(document)).manifest.parts.flatMap(packsNamedBy);
    } catch (error) {
      if (error instanceof Damaged || error instanceof Refused) return [];
      throw error;
    }
  }

  /** Those of the last holders first. There are few: no database has to know how to sort them. */
  async #ofRun(id: RunId): Promise<HeaderDocument[]> {
    const found = await translated(() =>
      this.#model
        .find({ ...this.#scope, runId: String(id) })
        .lean<HeaderDocument[]>()
        .exec(),
    );
    return found.toSorted((a, b) => b.fence - a.fence);
  }

  async #idsOf(filter: QueryFilter<HeaderDocument>): Promise<string[]> {
    const found = await translated(() =>
      this.#model.find(filter).select({ _id: 1 }).lean<{ _id: string }[]>().exec(),
    );
    return found.map(({ _id }) => _id);
  }

  #open(document: HeaderDocument): Promise<OpenedHeader> {
    return openHeader(this.#sealed, document);
  }

  #byId(id: string): Promise<HeaderDocument | null> {
    return translated(() =>
      this.#model
        .findOne({ _id: id, ...this.#scope })
        .lean<HeaderDocument>()
        .exec(),
    );
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
    const standing = await this.#byId(id);
    if (standing && (await this.#open(standing)).rootHash === rootHash) return;
    throw new Damaged(
      "The backup wasn't finished because the storage has a different header under its ID. Start a new backup.",
    );
  }
}

/** @throws Damaged, Refused `newer-format` */
async function openHeader(
  sealed: SealedText,
  { _id, formatVersion, runId: run, data }: HeaderDocument,
): Promise<OpenedHeader> {
  assertReadable(formatVersion);
  try {
    const { text, rootHash } = await sealed.open(runId(run), _id, storedBytes(data));
    const value: unknown = JSON.parse(text);
    const manifest = formatVersion === 1 ? readVersion1(value) : Header.parse(value);
    return { manifest, rootHash };
  } catch (error) {
    throw new Damaged('The header of the backup was changed.', { cause: error });
  }
}

/** That of the last holder which can be read. @throws Damaged, Refused where there is none */
export async function openNewest(
  documents: readonly HeaderDocument[],
  sealed: SealedText,
): Promise<OpenedHeader> {
  let failure: unknown = new Damaged('The header of the backup is missing.');
  for (const document of documents.toSorted((a, b) => b.fence - a.fence))
    try {
      return await openHeader(sealed, document);
    } catch (error) {
      if (!(error instanceof ProductError)) throw error;
      failure = error;
    }
  throw failure;
}
