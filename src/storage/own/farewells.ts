import { Schema, type Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/clock.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { isBucketAddress } from '../../core/storages/storage-address.ts';
import type { StorageOrigin } from '../../core/storages/storage.ts';
import type { Log } from '../../core/kernel/log.ts';
import { workThrough, type Round } from '../../core/kernel/work-through.ts';
import { openCollection, type Collection } from '../collection.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { storedBytes } from '../stored-bytes.ts';
import { readAddress, type MongoOwnStorageStore } from '../stores/mongo-own-storage-store.ts';
import { packModel } from '../vault/packs/document-shelf.ts';
import { emptyPlace, placeInDatabase } from '../vault/vault-place.ts';
import { emptyBucket } from '../buckets/empty-bucket.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { openOwnDatabase } from './open-own-database.ts';
import { originOf } from '../recovery/marked.ts';
import { copiesInDatabase } from './copies-in-database.ts';
import type { StorageMarks } from './storage-marks.ts';
import { DAY_MS } from '../../core/kernel/durations.ts';

/** A storage of a tenant that is gone. Its address is sealed under the operator's keys only. */
interface FarewellDocument {
  _id: string;
  tenantId: TenantId;
  /** Under which names it was written, where that was another installation. */
  origin?: StorageOrigin;
  label: string;
  database: string;
  keyId: string;
  sealed: Buffer;
  leftAt: Date;
  /** Until then something stays in a bucket that is locked. */
  lockedUntil?: Date;
}

/** What was deleted. */
interface Emptied {
  packs: number;
  lockedUntil?: Date | undefined;
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
  },
  { collection: 'storage_farewells', versionKey: false },
);

const TRIED_MS = 30 * DAY_MS;

export interface FarewellParts {
  service: Connection;
  store: MongoOwnStorageStore;
  marks: StorageMarks;
  ring: KeyRing;
  gates: DatabaseGates;
  clock: Clock;
  log: Pick<Log, 'info' | 'warn'>;
}

/**
 * Deletes what the app wrote into the databases and buckets of tenants that are gone, and nothing
 * else there. One that does not answer is tried for 30 days.
 */
export class Farewells {
  readonly #parts: FarewellParts;
  readonly #farewells: Collection<FarewellDocument>;

  constructor(parts: FarewellParts) {
    this.#parts = parts;
    this.#farewells = openCollection(parts.service, 'StorageFarewell', schema);
  }

  /** Keeps the addresses of a tenant's storages and forgets the storages. Repeatable. */
  async begin(tenantId: TenantId): Promise<void> {
    const { store, ring, clock } = this.#parts;
    for (const { id, label, origin, ...shown } of await store.list(tenantId)) {
      const plain = Buffer.from(JSON.stringify(await store.address(tenantId, id)));
      const { keyId, sealed } = ring.wrap(plain, contextOf(id));
      await this.#farewells.insert({
        _id: id,
        tenantId,
        ...(origin && { origin }),
        label,
        database: shown.kind === 'bucket' ? shown.address.bucket : shown.address.database,
        keyId,
        sealed,
        leftAt: new Date(clock.now()),
      });
    }
    await store.purge(tenantId);
  }

  async round(): Promise<Round> {
    const now = new Date(this.#parts.clock.now());
    const isDue = { $or: [{ lockedUntil: { $exists: false } }, { lockedUntil: { $lte: now } }] };
    return workThrough(await this.#farewells.find(isDue), {
      nameOf: ({ _id, tenantId }) => `storage ${_id} of tenant ${tenantId}`,
      work: (farewell) => this.#empty(farewell),
    });
  }

  async #empty(farewell: FarewellDocument): Promise<boolean> {
    const { _id, tenantId, label, database, leftAt, lockedUntil: locked = leftAt } = farewell;
    const { marks, clock, log } = this.#parts;
    const named = { storage: _id, tenant: tenantId, label, database };
    try {
      const { packs, lockedUntil } = await this.#purge(farewell);
      if (lockedUntil) {
        log.info({ ...named, lockedUntil }, 'The rest of what the app had written is locked.');
        await this.#farewells.update({ _id }, { $set: { lockedUntil } });
        return false;
      }
      log.info({ ...named, packs }, 'What the app had written to this database was deleted.');
    } catch (error) {
      if (clock.now() - Math.max(leftAt.getTime(), locked.getTime()) < TRIED_MS) throw error;
      log.warn(named, 'This database did not answer for 30 days: what the app wrote stays there.');
    }
    await marks.forget(_id);
    await this.#farewells.delete({ _id });
    return true;
  }

  async #purge({ _id, tenantId, origin, keyId, sealed }: FarewellDocument): Promise<Emptied> {
    const { ring, gates, marks } = this.#parts;
    const plain = ring.unwrap(keyId, storedBytes(sealed), contextOf(_id));
    const address = readAddress(plain.toString());
    const marked = { tenantId, storageId: _id, origin };
    if (isBucketAddress(address)) return emptyBucket(address, marked, this.#parts);
    const { connection } = await openOwnDatabase(address, { gates });
    try {
      if (!(await marks.isHeld(connection, marked))) return { packs: 0 };
      const { tenantId: writtenAs } = originOf(marked);
      const packs = await packModel(connection).countDocuments({ tenantId: String(writtenAs) });
      await emptyPlace(placeInDatabase(connection, writtenAs));
      await copiesInDatabase(connection).remove(originOf(marked));
      await marks.remove(connection, marked);
      return { packs };
    } finally {
      await connection.close();
    }
  }
}

const contextOf = (storageId: string): string => `farewell|${storageId}`;
