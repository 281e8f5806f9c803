import type { Clock } from '../../../core/kernel/time/clock.ts';
import { DAY_MS } from '../../../core/kernel/time/durations.ts';
import type { StorageUsage } from '../../../core/storages/storage-usage.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import { runOf } from '../../vault/packs/pack-id.ts';
import type { PackShelf, PackSizes, SealedPack } from '../../vault/packs/pack-shelf.ts';
import type { Bucket } from '../client/bucket.ts';
import { inBatches } from '../../../core/kernel/collections/in-batches.ts';
import {
  keyOfPack,
  keysOfPacks,
  keysOfRun,
  keysOfStorage,
  packOfKey,
  type BucketOwner,
} from './bucket-keys.ts';
import type { BucketRecord, BucketRecords } from './bucket-records.ts';
import { emptyKey, emptyKeys, lockOf } from './empty-keys.ts';
import { sideBySide } from './side-by-side.ts';

/**
 * A request costs as much as some megabytes do, so packs are larger than in a database; all that is
 * gathered goes into one.
 */
const BUCKET_PACKS: PackSizes = { gathered: 16 << 20, sealed: 64 << 20, open: 2 };
/** Packs whose records are removed together, once they are gone. */
const FORGOTTEN_AT_ONCE = 200;
/** What one call to the bucket lists. */
const LISTED_AT_ONCE = 1_000;

/** What is known of a pack that is to be deleted. */
type KnownPack = Pick<BucketRecord, 'pack'> &
  Partial<Pick<BucketRecord, 'versionId' | 'lockedUntil'>>;

export interface BucketShelfParts {
  bucket: Bucket;
  records: BucketRecords;
  /** The owner under whose name objects are written. */
  owner: BucketOwner;
  clock: Pick<Clock, 'now'>;
  /** For how many days what a backup needs is locked; 0: not at all. */
  lockDays: number;
}

/**
 * Packs as objects of a bucket. The service database has a record of each, which is written before
 * the object and deleted after it, so that nothing is left behind that nobody knows of. The bucket,
 * not the record, says whether a pack exists.
 */
export class BucketShelf implements PackShelf {
  readonly sizes = BUCKET_PACKS;
  readonly #parts: BucketShelfParts;

  constructor(parts: BucketShelfParts) {
    this.#parts = parts;
  }

  async insert({ id, kind, raw, data }: SealedPack): Promise<boolean> {
    const { bucket, records } = this.#parts;
    await records.add(id, { kind, raw, size: data.length });
    const { isNew, versionId } = await bucket.putNew(this.#keyOf(id), data);
    if (versionId !== undefined) await records.change(id, { versionId });
    return isNew;
  }

  read(id: string): Promise<Buffer | undefined> {
    return this.#parts.bucket.read(this.#keyOf(id));
  }

  async sound(ids: readonly string[]): Promise<Map<string, number>> {
    const [records, there] = [await this.#parts.records.find(ids), await this.stored(ids)];
    const sound = records.filter((one) => !one.damaged && !one.leaving && there.has(one.pack));
    return new Map(sound.map(({ pack, raw }) => [pack, raw]));
  }

  async stored(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = new Set(ids);
    const found = new Set<string>();
    await sideBySide(await this.#fewestListings([...new Set(ids.map(runOf))]), async (prefix) => {
      for (const id of await this.#listed(prefix)) if (wanted.has(id)) found.add(id);
    });
    return found;
  }

  markDamaged(id: string): Promise<void> {
    return this.#parts.records.change(id, { damaged: true });
  }

  async protect(ids: readonly string[]): Promise<void> {
    const { bucket, records, clock, lockDays } = this.#parts;
    if (lockDays === 0) return;
    const neededMs = clock.now() + lockDays * DAY_MS;
    // Locks end with a day (UTC), so that many backups a day lock only once.
    const until = new Date(Math.ceil(neededMs / DAY_MS) * DAY_MS);
    const short = (await records.find(ids)).filter(
      ({ lockedUntil }) => !lockedUntil || lockedUntil.getTime() < neededMs,
    );
    await sideBySide(short, async ({ pack, versionId }) => {
      const lockedUntil = await bucket.lock({ key: this.#keyOf(pack), versionId }, until);
      await records.change(pack, { lockedUntil });
    });
  }

  /** Deletes what is no longer needed or locked. Repeatable. */
  async removeUnlocked(): Promise<void> {
    const { records, clock } = this.#parts;
    await this.#removeEach(await records.gone(new Date(clock.now())));
  }

  async delete(ids: readonly string[]): Promise<void> {
    const { records } = this.#parts;
    const known = new Map((await records.find(ids)).map((record) => [record.pack, record]));
    await this.#removeEach(ids.map((pack) => known.get(pack) ?? { pack }));
  }

  async ofRun(runId: RunId): Promise<string[]> {
    return (await this.#parts.records.ofRun(runId)).map(({ pack }) => pack);
  }

  async bytesOf(runId: RunId): Promise<number> {
    const records = await this.#parts.records.ofRun(runId);
    return records.reduce((sum, { size }) => sum + size, 0);
  }

  usage(): Promise<StorageUsage> {
    return this.#parts.records.usage();
  }

  async purge(): Promise<void> {
    const { bucket, records, owner } = this.#parts;
    await emptyKeys(bucket, keysOfStorage(owner));
    await records.purge();
  }

  async #removeEach(packs: readonly KnownPack[]): Promise<void> {
    const { records } = this.#parts;
    for (const some of inBatches(packs, FORGOTTEN_AT_ONCE)) {
      const gone: string[] = [];
      await sideBySide(some, async (known) => {
        const lockedUntil = await this.#remove(known);
        if (lockedUntil) await records.change(known.pack, { leaving: true, lockedUntil });
        else gone.push(known.pack);
      });
      await records.remove(gone);
    }
  }

  /** What is locked stays until that has run out: returned is when. */
  async #remove({ pack, versionId, lockedUntil }: KnownPack): Promise<Date | undefined> {
    const { bucket, clock } = this.#parts;
    if (lockedUntil && lockedUntil.getTime() > clock.now()) return lockedUntil;
    const key = this.#keyOf(pack);
    try {
      const isGone = await bucket.remove({ key, versionId });
      return isGone ? undefined : await emptyKey(bucket, key);
    } catch (error) {
      const lock = await lockOf(bucket, { key, versionId }, error);
      if (!lock) throw error;
      return lock;
    }
  }

  /** Packs of few runs are listed run by run, those of many all at once: each listing costs. */
  async #fewestListings(runs: readonly string[]): Promise<string[]> {
    const { records, owner } = this.#parts;
    if (runs.length <= 1) return runs.map((run) => keysOfRun(owner, run));
    const pages = Math.ceil((await records.count()) / LISTED_AT_ONCE);
    return runs.length > pages ? [keysOfPacks(owner)] : runs.map((run) => keysOfRun(owner, run));
  }

  async #listed(prefix: string): Promise<string[]> {
    const { bucket, owner } = this.#parts;
    const ids: string[] = [];
    for await (const { key } of bucket.list(prefix)) ids.push(packOfKey(owner, key));
    return ids;
  }

  #keyOf(id: string): string {
    return keyOfPack(this.#parts.owner, id);
  }
}
