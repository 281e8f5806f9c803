import { Schema, type Connection } from 'mongoose';
import type { TenantId } from '../../core/kernel/ids.ts';
import { DAY_MS } from '../../core/kernel/time/durations.ts';
import { workThrough, type Round } from '../../core/kernel/loops/work-through.ts';
import type { StorageAddress } from '../../core/storages/address/storage-address.ts';
import type { StorageOrigin } from '../../core/storages/storage.ts';
import { openCollection, type Collection } from '../collection.ts';
import { NO_DATE } from '../odd-fields.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { opensOneOf, TRIED_AT_MOST, type RingSealed } from '../sealing/ring-sealed.ts';
import { storedBytes } from '../stored-bytes.ts';
import { readAddress } from '../stores/mongo-own-storage-store.ts';

/** A storage of a tenant that is gone. Its address is sealed under the operator's keys only. */
export interface FarewellDocument {
  _id: string;
  tenantId: TenantId;
  /** Under which names it was written, where that was another installation. */
  origin?: StorageOrigin;
  label: string;
  /** The name of the database or bucket. */
  database: string;
  keyId: string;
  sealed: Buffer;
  /** For replicas of earlier versions, which give up by it. */
  leftAt: Date;
  /** Until then something stays in a bucket that is locked. */
  lockedUntil?: Date;
  /** On how many days it did not answer, and when the last of these was counted. */
  failedDays?: number;
  failedAt?: Date;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: String,
    origin: Schema.Types.Mixed,
    label: String,
    database: String,
    keyId: String,
    sealed: Buffer,
    leftAt: Date,
    lockedUntil: Date,
    failedDays: Number,
    failedAt: Date,
  },
  { collection: 'storage_farewells', versionKey: false },
);

/** What is still to be emptied, in the service database; it is rotated with the keys of tenants. */
export class FarewellDocuments implements RingSealed {
  readonly #farewells: Collection<FarewellDocument>;
  readonly #ring: KeyRing;

  constructor(service: Connection, ring: KeyRing) {
    this.#farewells = openCollection(service, 'StorageFarewell', schema);
    this.#ring = ring;
  }

  /** Repeatable. */
  async add(
    farewell: Omit<FarewellDocument, 'keyId' | 'sealed'>,
    address: StorageAddress,
  ): Promise<void> {
    const plain = Buffer.from(JSON.stringify(address));
    await this.#farewells.insert({
      ...farewell,
      ...this.#ring.wrap(plain, contextOf(farewell._id)),
    });
  }

  /** Those that nothing keeps locked now. */
  due(now: Date): Promise<FarewellDocument[]> {
    const isFree = [{ lockedUntil: NO_DATE }, { lockedUntil: { $lte: now } }];
    return this.#farewells.find({ $or: isFree });
  }

  /** @throws Damaged, Unavailable `key-missing` */
  addressOf(farewell: FarewellDocument): StorageAddress {
    return readAddress(this.#open(farewell).toString());
  }

  /** It answered: days on which it did not are counted anew. */
  async lock(_id: string, lockedUntil: Date): Promise<void> {
    const counted = { failedDays: '', failedAt: '' };
    await this.#farewells.update({ _id }, { $set: { lockedUntil }, $unset: counted });
  }

  /**
   * It did not answer. On how many days it did not, this one included: each counts once, however
   * often it is tried, and a clock that leaps ahead adds one at most.
   */
  async noteFailure(farewell: FarewellDocument, failedAt: Date): Promise<number> {
    const { _id, failedDays = 0, failedAt: before } = farewell;
    const isSameDay = before && Math.abs(failedAt.getTime() - before.getTime()) < DAY_MS;
    if (isSameDay) return failedDays;
    const days = failedDays + 1;
    // Of several replicas one counts.
    const asRead = { _id, failedAt: before ?? null };
    await this.#farewells.update(asRead, { $set: { failedDays: days, failedAt } });
    return days;
  }

  async remove(_id: string): Promise<void> {
    await this.#farewells.delete({ _id });
  }

  async keyIds(): Promise<string[]> {
    const found = await this.#farewells.find({}, { select: { keyId: 1 } });
    return [...new Set(found.map(({ keyId }) => keyId))];
  }

  async opensAny(keyId: string): Promise<boolean | undefined> {
    const some = await this.#farewells.find({ keyId }, { limit: TRIED_AT_MOST });
    return opensOneOf(some, (farewell) => this.#open(farewell));
  }

  async state(): Promise<{ total: number; left: number }> {
    const [total, left] = await Promise.all([
      this.#farewells.count({}),
      this.#farewells.count(this.#underOthers()),
    ]);
    return { total, left };
  }

  async rewrapAll(): Promise<Round> {
    return workThrough(await this.#farewells.find(this.#underOthers()), {
      nameOf: ({ _id, tenantId }) => `address of storage ${_id} of tenant ${tenantId}`,
      work: async (farewell) => {
        const { _id, keyId } = farewell;
        const renewed = this.#ring.wrap(this.#open(farewell), contextOf(_id));
        return this.#farewells.update({ _id, keyId }, { $set: renewed });
      },
    });
  }

  #underOthers() {
    return { keyId: { $ne: this.#ring.activeId } };
  }

  #open({ _id, keyId, sealed }: FarewellDocument): Buffer {
    return this.#ring.unwrap(keyId, storedBytes(sealed), contextOf(_id));
  }
}

const contextOf = (storageId: string): string => `farewell|${storageId}`;
