import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { DAY_MS } from '../../core/kernel/time/durations.ts';
import { ProductError, Unavailable } from '../../core/kernel/errors.ts';
import { bucketAddress } from '../../core/storages/address/storage-address.ts';
import { storageMisfit, storageUnavailable } from '../../core/storages/storage-faults.ts';
import type { BucketObjects, LockedObjects } from '../../core/storages/locked-objects.ts';
import type { BucketStorage } from '../../core/storages/storage.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { originOf, type Marked } from '../recovery/marked.ts';
import type { RecoveryCopies } from '../recovery/recovery-copies.ts';
import type { MongoOwnStorageStore } from '../stores/mongo-own-storage-store.ts';
import type { PackWalk } from '../vault/check/pack-walk.ts';
import type { VaultOrigin } from '../vault/vault-place.ts';
import { NO_LOCKING, type Bucket, type BucketLocking } from './client/bucket.ts';
import { BucketFailure } from './client/bucket-failure.ts';
import type { BucketMarks } from './contents/bucket-marks.ts';
import { keyOfPack, keysOfTenant } from './contents/bucket-keys.ts';
import { emptyHidden } from './contents/empty-keys.ts';
import { copiesInBucket } from './contents/copies-in-bucket.ts';
import { bucketRecords, BucketRecords } from './contents/bucket-records.ts';
import { explainBucketFailure } from './client/explain-bucket-failure.ts';
import { openBucket } from './client/open-bucket.ts';
import { forgetManifests, placeInBucket, type BucketPlace } from './contents/place-in-bucket.ts';

interface Opened {
  revision: number;
  bucket: Bucket;
  /** All manifests were seen to be in it. Those that are written later are put there at once. */
  isMirrored?: boolean;
  /** When to look next for what was deleted while it was locked, by the monotonic clock. */
  hiddenDueMs?: number;
}

export interface OwnBucketsParts {
  service: Connection;
  store: MongoOwnStorageStore;
  marks: BucketMarks;
  recovery: RecoveryCopies;
  gates: DatabaseGates;
  clock: Clock;
}

/** One that did not answer is not asked again for this long, so that nothing waits for it, ms. */
const REST_MS = 10_000;
/** How often to delete for good what could only be hidden: that takes listing every version. */
const HIDDEN_EVERY_MS = DAY_MS;
/** Locked objects that are named; the others are counted. */
const MAX_NAMED = 20;

/** Clients of the buckets that tenants brought: one a storage, made when it is needed. */
export class OwnBuckets implements BucketObjects {
  readonly #parts: OwnBucketsParts;
  readonly #opened = new Map<string, Opened>();
  readonly #resting = new Map<string, { revision: number; untilMs: number; error: ProductError }>();

  constructor(parts: OwnBucketsParts) {
    this.#parts = parts;
  }

  /**
   * Makes sure that a bucket is what it should be. What is found is noted with the storage.
   * @throws Unavailable `storage-unavailable`, Refused `storage-refused` | `storage-swapped` |
   * `storage-restored` (where something is to be written)
   */
  async open(storage: BucketStorage, writes = false): Promise<Bucket> {
    const { store } = this.#parts;
    this.#assertAwake(storage);
    try {
      const bucket = await this.#connect(storage);
      const fit = await this.#parts.marks.compare(bucket, markedOf(storage));
      const misfit = fit === 'fits' ? undefined : storageMisfit(storage, 'bucket', fit);
      if (misfit) await this.#note(storage, misfit);
      else if (storage.trouble) await store.setTrouble(storage.id, undefined);
      if (misfit && (fit === 'swapped' || writes)) throw misfit;
      return bucket;
    } catch (error) {
      const explained = explainBucketFailure(storage, error);
      if (explained instanceof ProductError && explained.code.startsWith('storage-'))
        await this.#note(storage, explained);
      throw explained;
    }
  }

  /** Where the backups of a storage stand that `open` has looked at. */
  async place(storage: BucketStorage): Promise<BucketPlace> {
    const opened = this.#opened.get(storage.id);
    if (!opened) throw storageUnavailable(storage, 'bucket', undefined);
    const { service, clock } = this.#parts;
    return placeInBucket({
      service,
      clock,
      bucket: opened.bucket,
      marked: markedOf(storage),
      isAttaching: storage.attaching !== undefined,
      lockDays: storage.address.lockDays,
    });
  }

  /**
   * Through the packs that stay in a storage that `open` has looked at, in the order of their
   * records.
   * `origin`: where another installation wrote it.
   */
  async walk(storage: BucketStorage, origin?: VaultOrigin): Promise<PackWalk> {
    const place = await this.place(storage);
    const records = bucketRecords(this.#parts.service);
    const prefix = `${storage.id}|`;
    const staying = { leaving: { $ne: true } };
    return {
      storage,
      count: () => records.count({ ...ownerOf(storage), ...staying }),
      async *after(at, limit) {
        const filter = { _id: { $gt: at || prefix, $lt: `${storage.id}}` }, ...staying };
        const options = { sort: { _id: 1 }, limit } as const;
        for (const { _id, pack, kind } of await records.find(filter, options))
          yield {
            at: _id,
            tenantId: storage.tenantId,
            id: pack,
            kind,
            data: () => explained(storage, () => place.shelf.read(pack)),
          };
      },
      shelf: () => place.shelf,
      ...(origin && { origin }),
    };
  }

  /**
   * Looks at a storage, moves its epoch on, brings what the recovery key opens up to date, and
   * deletes what is locked no longer. @throws as `open`
   */
  async look(storage: BucketStorage): Promise<void> {
    const { marks, recovery } = this.#parts;
    const marked = markedOf(storage);
    const bucket = await this.open(storage);
    await explained(storage, async () => {
      await marks.moveOn(bucket, marked);
      const { shelf } = await this.place(storage);
      await shelf.removeUnlocked();
      await this.#emptyHidden(storage, bucket);
      if (!(await recovery.isDue(marked))) return;
      if ((await marks.compare(bucket, marked)) === 'fits')
        await recovery.write(copiesInBucket(bucket), marked);
    });
  }

  /** Of a bucket with a default retention, which locks marks and headers as well. */
  async #emptyHidden(storage: BucketStorage, bucket: Bucket): Promise<void> {
    const { clock, marks } = this.#parts;
    const opened = this.#opened.get(storage.id);
    if (!opened || clock.monotonicMs() < (opened.hiddenDueMs ?? 0)) return;
    const marked = markedOf(storage);
    const { isOn, defaultMs } = await lockingOf(bucket);
    if (isOn && (await marks.isHeld(bucket, marked))) {
      const putBefore = new Date(clock.now() + bucket.clockOffsetMs - defaultMs);
      await emptyHidden(bucket, keysOfTenant(originOf(marked).tenantId), putBefore);
    }
    opened.hiddenDueMs = clock.monotonicMs() + HIDDEN_EVERY_MS;
  }

  /**
   * Has the manifests put into a bucket that lacks some: of backups that an earlier version took,
   * or of which a write was interrupted. `complete` does a limited number, and says whether these
   * were all. @throws as `open`
   */
  async mirror(storage: BucketStorage, complete: () => Promise<boolean>): Promise<void> {
    if (storage.attaching || this.#opened.get(storage.id)?.isMirrored) return;
    await this.open(storage, true);
    const opened = this.#opened.get(storage.id);
    const isMirrored = await explained(storage, complete);
    if (opened) opened.isMirrored = isMirrored;
  }

  async locked(storage: BucketStorage): Promise<LockedObjects | undefined> {
    const { clock } = this.#parts;
    const owner = originOf(markedOf(storage));
    const records = await this.#recordsOf(storage).locked(new Date(clock.now()));
    const last = records.at(-1)?.lockedUntil;
    if (!last) return undefined;
    return {
      count: records.length,
      bytes: records.reduce((sum, { size }) => sum + size, 0),
      until: last,
      first: records.slice(0, MAX_NAMED).map(({ pack, lockedUntil = last }) => ({
        key: `${storage.address.prefix}${keyOfPack(owner, pack)}`,
        until: lockedUntil,
      })),
    };
  }

  async forget(storage: BucketStorage): Promise<void> {
    const { service } = this.#parts;
    await forgetManifests(service, ownerOf(storage));
    await this.#recordsOf(storage).purge();
  }

  #recordsOf(storage: BucketStorage): BucketRecords {
    return new BucketRecords(this.#parts.service, ownerOf(storage));
  }

  close(): void {
    for (const { bucket } of this.#opened.values()) bucket.close();
    this.#opened.clear();
  }

  #assertAwake({ id, revision }: BucketStorage): void {
    const resting = this.#resting.get(id);
    if (resting?.revision !== revision) return;
    if (this.#parts.clock.monotonicMs() < resting.untilMs) throw resting.error;
    this.#resting.delete(id);
  }

  async #connect({ id, tenantId, revision }: BucketStorage): Promise<Bucket> {
    const { store, gates } = this.#parts;
    const opened = this.#opened.get(id);
    if (opened?.revision === revision) return opened.bucket;
    const bucket = openBucket(bucketAddress(await store.address(tenantId, id)), { gates });
    this.#opened.get(id)?.bucket.close();
    this.#opened.set(id, { revision, bucket });
    return bucket;
  }

  async #note({ id, revision, trouble }: BucketStorage, error: ProductError): Promise<void> {
    const { clock, store } = this.#parts;
    const { code, message } = error;
    if (error instanceof Unavailable)
      this.#resting.set(id, { revision, error, untilMs: clock.monotonicMs() + REST_MS });
    if (trouble?.code === code && trouble.message === message) return;
    await store.setTrouble(id, { code, message, since: new Date(clock.now()) });
  }
}

const ownerOf = ({ tenantId, id: storageId }: BucketStorage) => ({ tenantId, storageId });

const markedOf = (storage: BucketStorage): Marked => ({
  ...ownerOf(storage),
  origin: storage.origin,
});

/** A key that may not ask has no need to: it was let in without a lock. */
async function lockingOf(bucket: Bucket): Promise<BucketLocking> {
  try {
    return await bucket.askLocking();
  } catch (error) {
    if (error instanceof BucketFailure && error.fault === 'denied') return NO_LOCKING;
    throw error;
  }
}

async function explained<T>(storage: BucketStorage, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainBucketFailure(storage, error);
  }
}
