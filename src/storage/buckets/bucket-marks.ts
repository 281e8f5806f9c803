/**
 * The mark by which a bucket that a tenant brought is known again, and the epoch in it (see
 * vault/check). Both are in the key of one object without any content: it is put, never written
 * over, and one listing tells all. Of several epochs the highest counts.
 */
import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/clock.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { StorageFit } from '../../core/storages/storage-faults.ts';
import {
  adoptEpoch,
  fitsKnown,
  knownEpochs,
  moveEpochOn,
  newEpoch,
  type Epoch,
  type KnownDocument,
} from '../vault/check/epoch-documents.ts';
import type { Collection } from '../collection.ts';
import type { Bucket } from './bucket.ts';
import { keysOfMarks, type BucketOwner } from './bucket-keys.ts';
import { emptyKey, emptyKeys } from './empty-keys.ts';

interface Held {
  storageId: string;
  epoch: Epoch;
  keys: string[];
}

const DIGITS = 12;
const MARK = /^([^/]+)\/(\d+)-([0-9a-f]+)$/;
const EMPTY = Buffer.alloc(0);

export class BucketMarks {
  readonly #known: Collection<KnownDocument>;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(service: Connection, clock: Pick<Clock, 'now'>) {
    this.#known = knownEpochs(service);
    this.#clock = clock;
  }

  /** The storage of this tenant that a bucket is; undefined where it is none. */
  async storageIn(bucket: Bucket, tenantId: TenantId): Promise<string | undefined> {
    return (await readMark(bucket, tenantId))?.storageId;
  }

  /** Repeatable. What the bucket holds is what counts from now on. */
  async set(bucket: Bucket, { tenantId, storageId }: BucketOwner): Promise<void> {
    if (!(await readMark(bucket, tenantId)))
      await bucket.putNew(keyOfMark({ tenantId, storageId }, newEpoch(1)), EMPTY);
    const held = await readMark(bucket, tenantId);
    if (!held) throw new Error('The mark of a storage was not stored.');
    const movedAt = new Date(this.#clock.now());
    await adoptEpoch(this.#known, { _id: storageId, epoch: held.epoch, movedAt });
  }

  async compare(bucket: Bucket, { tenantId, storageId }: BucketOwner): Promise<StorageFit> {
    const held = await readMark(bucket, tenantId);
    if (held?.storageId !== storageId) return 'swapped';
    const known = await this.#known.byId(storageId);
    if (known && fitsKnown(known, held.epoch)) return 'fits';
    // Another replica may have moved them on meanwhile.
    const [again, now] = [await this.#known.byId(storageId), await readMark(bucket, tenantId)];
    if (again && now && fitsKnown(again, now.epoch)) return 'fits';
    if (again && held.epoch.number < again.epoch.number) return 'restored';
    // The service database is the older one: what the storage holds is whole.
    await this.set(bucket, { tenantId, storageId });
    return 'fits';
  }

  /** Of a bucket that fits: both move on together every few minutes. */
  async moveOn(bucket: Bucket, { tenantId, storageId }: BucketOwner): Promise<void> {
    const known = await this.#known.byId(storageId);
    const held = await readMark(bucket, tenantId);
    if (!known || !held || !fitsKnown(known, held.epoch)) return;
    const take = async (next: Epoch): Promise<boolean> => {
      await bucket.putNew(keyOfMark({ tenantId, storageId }, next), EMPTY);
      for (const key of held.keys) if (!(await bucket.remove({ key }))) await emptyKey(bucket, key);
      return true;
    };
    const nowMs = this.#clock.now();
    await moveEpochOn({ known, held: held.epoch }, { knowns: this.#known, take, nowMs });
  }

  /** In the bucket. Repeatable. */
  async remove(bucket: Bucket, { tenantId, storageId }: BucketOwner): Promise<void> {
    await emptyKeys(bucket, `${keysOfMarks(tenantId)}${storageId}/`);
  }

  /** In the service database. Repeatable. */
  async forget(storageId: string): Promise<void> {
    await this.#known.delete({ _id: storageId });
  }
}

const keyOfMark = ({ tenantId, storageId }: BucketOwner, { number, word }: Epoch): string =>
  `${keysOfMarks(tenantId)}${storageId}/${String(number).padStart(DIGITS, '0')}-${word}`;

async function readMark(bucket: Bucket, tenantId: TenantId): Promise<Held | undefined> {
  const begin = keysOfMarks(tenantId);
  let held: Held | undefined;
  const keys: string[] = [];
  for await (const { key } of bucket.list(begin)) {
    const [, storageId = '', number, word = ''] = MARK.exec(key.slice(begin.length)) ?? [];
    if (number === undefined) continue;
    keys.push(key);
    const epoch = { number: Number(number), word };
    if (!held || epoch.number >= held.epoch.number) held = { storageId, epoch, keys };
  }
  return held;
}
