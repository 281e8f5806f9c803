/**
 * The mark by which a bucket that a tenant brought is known again, and the epoch in it (see
 * vault/check). Both are in the key of one object without any content: it is put, never written
 * over, and one listing tells all. Of several epochs the highest counts.
 */
import type { Connection } from 'mongoose';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import type { TenantId } from '../../../core/kernel/ids.ts';
import type { StorageFit } from '../../../core/storages/storage-faults.ts';
import {
  adoptEpoch,
  fitsKnown,
  knownEpochs,
  moveEpochOn,
  newEpoch,
  type Epoch,
  type KnownDocument,
} from '../../vault/check/epoch-documents.ts';
import type { Collection } from '../../collection.ts';
import { originOf, type Marked } from '../../recovery/marked.ts';
import type { Bucket } from '../client/bucket.ts';
import { keysOfMarks } from './bucket-keys.ts';
import { keyOfMark, readMark } from './held-mark.ts';
import { emptyKey, emptyKeys } from './empty-keys.ts';

const EMPTY = Buffer.alloc(0);

export class BucketMarks {
  readonly #known: Collection<KnownDocument>;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(service: Connection, clock: Pick<Clock, 'now'>) {
    this.#known = knownEpochs(service);
    this.#clock = clock;
  }

  /** Which storage of this tenant a bucket holds; undefined if none. */
  async storageIn(bucket: Bucket, tenantId: TenantId): Promise<string | undefined> {
    return (await readMark(bucket, tenantId))?.storageId;
  }

  /** Whether a storage is in this bucket, whoever writes there. */
  async isIn(bucket: Bucket, marked: Marked): Promise<boolean> {
    const { tenantId, storageId } = originOf(marked);
    return (await this.storageIn(bucket, tenantId)) === storageId;
  }

  /** Whether a storage is in this bucket, and nobody else has taken it over. */
  async isHeld(bucket: Bucket, marked: Marked): Promise<boolean> {
    const { tenantId, storageId } = originOf(marked);
    const held = await readMark(bucket, tenantId);
    return held?.storageId === storageId && held.owner === marked.tenantId;
  }

  /** Repeatable. What the bucket holds counts from now on, and the tenant is its owner. */
  async set(bucket: Bucket, marked: Marked): Promise<void> {
    const origin = originOf(marked);
    const { tenantId: owner, storageId } = marked;
    const before = await readMark(bucket, origin.tenantId);
    if (before?.owner !== owner) {
      const epoch = newEpoch((before?.epoch.number ?? 0) + 1);
      await bucket.putNew(keyOfMark(origin, epoch, owner), EMPTY);
      if (before) await this.#removeKeys(bucket, before.keys);
    }
    const held = await readMark(bucket, origin.tenantId);
    if (held?.owner !== owner) throw new Error('The mark of a storage was not stored.');
    const movedAt = new Date(this.#clock.now());
    await adoptEpoch(this.#known, { _id: storageId, epoch: held.epoch, movedAt });
  }

  async compare(bucket: Bucket, marked: Marked): Promise<StorageFit> {
    const origin = originOf(marked);
    const held = await readMark(bucket, origin.tenantId);
    if (held?.storageId !== origin.storageId) return 'swapped';
    if (held.owner !== marked.tenantId) return 'taken';
    const known = await this.#known.byId(marked.storageId);
    if (known && fitsKnown(known, held.epoch)) return 'fits';
    // Another replica may have moved them on meanwhile.
    const again = await this.#known.byId(marked.storageId);
    const now = await readMark(bucket, origin.tenantId);
    if (again && now && fitsKnown(again, now.epoch)) return 'fits';
    if (again && held.epoch.number < again.epoch.number) return 'restored';
    // The service database is the older one: the storage is complete.
    await this.set(bucket, marked);
    return 'fits';
  }

  /** Of a bucket that fits: both move on together every few minutes. */
  async moveOn(bucket: Bucket, marked: Marked): Promise<void> {
    const origin = originOf(marked);
    const known = await this.#known.byId(marked.storageId);
    const held = await readMark(bucket, origin.tenantId);
    if (!known || !held || !fitsKnown(known, held.epoch)) return;
    const take = async (next: Epoch): Promise<boolean> => {
      await bucket.putNew(keyOfMark(origin, next, marked.tenantId), EMPTY);
      await this.#removeKeys(bucket, held.keys);
      return true;
    };
    const nowMs = this.#clock.now();
    await moveEpochOn({ known, held: held.epoch }, { knowns: this.#known, take, nowMs });
  }

  /** In the bucket. Repeatable. */
  async remove(bucket: Bucket, marked: Marked): Promise<void> {
    const { tenantId, storageId } = originOf(marked);
    await emptyKeys(bucket, `${keysOfMarks(tenantId)}${storageId}/`);
  }

  /** In the service database. Repeatable. */
  async forget(storageId: string): Promise<void> {
    await this.#known.delete({ _id: storageId });
  }

  async #removeKeys(bucket: Bucket, keys: readonly string[]): Promise<void> {
    for (const key of keys) if (!(await bucket.remove({ key }))) await emptyKey(bucket, key);
  }
}
