import { Schema, type Connection } from 'mongoose';
import type { StorageUsage } from '../../../core/storages/storage-usage.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import { openCollection, type Collection, type StoredDocument } from '../../collection.ts';
import { NO_DATE } from '../../odd-fields.ts';
import { sizesOf } from '../../sizes-of.ts';
import { runOf } from '../../vault/packs/pack-id.ts';
import type { PackKind } from '../../vault/packs/pack-shelf.ts';

/** What the service database knows of a pack in a bucket. Written before the object is. */
export interface BucketRecord extends StoredDocument {
  tenantId: TenantId;
  storageId: string;
  runId: string;
  pack: string;
  kind: PackKind;
  /** Bytes before compression. */
  raw: number;
  size: number;
  /** Verify found it damaged: no later backup leans on it. */
  damaged?: boolean;
  /** Of the object, where the bucket keeps versions. */
  versionId?: string;
  /** Nobody can delete it before. */
  lockedUntil?: Date;
  /** No longer needed: it is deleted as soon as its lock has run out. */
  leaving?: boolean;
}

/** What a bucket has to tell of a pack when the service database is lost. */
export type PackFacts = Pick<BucketRecord, 'pack' | 'kind' | 'raw' | 'size'> & {
  versionId?: string | undefined;
  lockedUntil?: Date | undefined;
};

const text = { type: String, required: true } as const;
const schema = new Schema(
  {
    _id: text,
    tenantId: text,
    storageId: text,
    runId: text,
    pack: text,
    kind: String,
    raw: Number,
    size: Number,
    damaged: Boolean,
    versionId: String,
    lockedUntil: Date,
    leaving: Boolean,
  },
  { collection: 'bucket_packs', versionKey: false },
);
schema.index({ tenantId: 1, storageId: 1, runId: 1 });
schema.index({ leaving: 1, lockedUntil: 1 }, { sparse: true });

const FOUND_AT_ONCE = 500;

export const bucketRecords = (service: Connection): Collection<BucketRecord> =>
  openCollection<BucketRecord>(service, 'BucketPack', schema);

const idOf = (storageId: string, pack: string): string => `${storageId}|${pack}`;

/** Whose records, and of which storage, as they are known here. */
export interface RecordOwner {
  tenantId: TenantId;
  storageId: string;
}

/** The records of one storage of one tenant. */
export class BucketRecords {
  readonly #records: Collection<BucketRecord>;
  /** Bound to the owner. */
  readonly #mine: Collection<BucketRecord>;
  readonly #owner: RecordOwner;

  constructor(service: Connection, owner: RecordOwner) {
    this.#records = bucketRecords(service);
    this.#owner = { tenantId: owner.tenantId, storageId: owner.storageId };
    this.#mine = openCollection(service, 'BucketPack', schema, { ...this.#owner });
  }

  /** Repeatable. */
  async add(pack: string, facts: Pick<BucketRecord, 'kind' | 'raw' | 'size'>): Promise<void> {
    const { storageId } = this.#owner;
    const record = { _id: idOf(storageId, pack), ...this.#owner, runId: runOf(pack), pack };
    await this.#records.insert({ ...record, ...facts });
  }

  /** Of packs that another service database knew. A lock is never shortened. Repeatable. */
  async takeIn(packs: readonly PackFacts[]): Promise<void> {
    for (const { pack, kind, raw, size, versionId, lockedUntil } of packs) {
      await this.add(pack, { kind, raw, size });
      if (versionId !== undefined) await this.change(pack, { versionId });
      if (lockedUntil) await this.#records.update(this.#one(pack), { $max: { lockedUntil } });
    }
  }

  async change(pack: string, fields: Partial<BucketRecord>): Promise<void> {
    await this.#records.update(this.#one(pack), { $set: fields });
  }

  async find(packs: readonly string[]): Promise<BucketRecord[]> {
    const found: BucketRecord[] = [];
    for (let at = 0; at < packs.length; at += FOUND_AT_ONCE) {
      const some = packs.slice(at, at + FOUND_AT_ONCE);
      const ids = some.map((pack) => idOf(this.#owner.storageId, pack));
      found.push(...(await this.#records.find({ _id: { $in: ids }, ...this.#owner })));
    }
    return found;
  }

  count(): Promise<number> {
    return this.#records.count({ ...this.#owner });
  }

  /** Those that are not leaving. */
  ofRun(run: RunId): Promise<BucketRecord[]> {
    const filter = { ...this.#owner, runId: String(run), leaving: { $ne: true } };
    return this.#records.find(filter);
  }

  /** Those whose lock has run out. */
  async gone(now: Date): Promise<BucketRecord[]> {
    const leaving = { ...this.#owner, leaving: true };
    // A date that was changed in the database locks nothing: the bucket knows.
    const isOver = [{ $lte: now }, { $exists: true, ...NO_DATE }];
    const found = isOver.map((lockedUntil) => this.#records.find({ ...leaving, lockedUntil }));
    return (await Promise.all(found)).flat();
  }

  /** Packs that are no longer needed but still locked, those with the earliest end first. */
  async locked(now: Date): Promise<BucketRecord[]> {
    const filter = { ...this.#owner, leaving: true, lockedUntil: { $gt: now } };
    const found = await this.#records.find(filter);
    return found.toSorted(
      (a, b) => (a.lockedUntil?.getTime() ?? 0) - (b.lockedUntil?.getTime() ?? 0),
    );
  }

  remove(packs: readonly string[]): Promise<void> {
    return this.#mine.deleteThese(packs.map((pack) => idOf(this.#owner.storageId, pack)));
  }

  /** Of all that is in the bucket, what is locked and leaving included. */
  usage(): Promise<StorageUsage> {
    return sizesOf(this.#mine);
  }

  purge(): Promise<void> {
    return this.#records.deleteMany({ ...this.#owner }, ['runId']);
  }

  #one(pack: string) {
    return { _id: idOf(this.#owner.storageId, pack), ...this.#owner };
  }
}
