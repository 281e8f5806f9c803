import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { Damaged } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { Log } from '../../core/kernel/log.ts';
import { workThrough, type Round } from '../../core/kernel/loops/work-through.ts';
import {
  isBucketAddress,
  type StorageAddress,
} from '../../core/storages/address/storage-address.ts';
import type { StorageUsage } from '../../core/storages/storage-usage.ts';
import type { OwnStorage } from '../../core/storages/storage.ts';
import { emptyBucket } from '../buckets/empty-bucket.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { originOf } from '../recovery/marked.ts';
import type { MongoOwnStorageStore } from '../stores/mongo-own-storage-store.ts';
import { emptyPlace, placeInDatabase, usageOf } from '../vault/vault-place.ts';
import { copiesInDatabase } from './copies-in-database.ts';
import type { FarewellDocument, FarewellDocuments } from './farewell-documents.ts';
import { openOwnDatabase } from './open-own-database.ts';
import type { StorageMarks } from './storage-marks.ts';

/** What was there and is deleted, but for what is locked. */
interface Emptied extends StorageUsage {
  lockedUntil?: Date | undefined;
}

const TRIED_DAYS = 30;
const NOT_OURS =
  'There was nothing to delete in this storage: it was emptied, is another one now, or belongs to another installation.';
const UNREADABLE =
  "The address of this storage can't be read: what the app wrote stays there, and nobody can open it any more.";

export interface FarewellParts {
  service: Connection;
  documents: FarewellDocuments;
  store: MongoOwnStorageStore;
  marks: StorageMarks;
  gates: DatabaseGates;
  clock: Clock;
  log: Pick<Log, 'info' | 'warn'>;
}

/**
 * Deletes what the app wrote into the databases and buckets of tenants that are gone, and nothing
 * else there. One that does not answer is tried on 30 days, whatever the clock says. The log
 * reports what was deleted.
 */
export class Farewells {
  readonly #parts: FarewellParts;

  constructor(parts: FarewellParts) {
    this.#parts = parts;
  }

  /** Keeps the addresses of a tenant's storages and forgets the storages. Repeatable. */
  async begin(tenantId: TenantId): Promise<void> {
    const { store, documents, clock } = this.#parts;
    for (const storage of await store.list(tenantId)) {
      const address = await this.#addressOf(storage);
      if (!address) continue;
      const { id: _id, label, origin } = storage;
      const database = placeOf(storage);
      const leftAt = new Date(clock.now());
      const named = { _id, tenantId, label, database, leftAt, ...(origin && { origin }) };
      await documents.add(named, address);
    }
    await store.purge(tenantId);
  }

  async round(): Promise<Round> {
    const now = new Date(this.#parts.clock.now());
    return workThrough(await this.#parts.documents.due(now), {
      nameOf: ({ _id, tenantId }) => `storage ${_id} of tenant ${tenantId}`,
      work: (farewell) => this.#empty(farewell),
    });
  }

  /** Undefined for one that nobody can read: that must not keep the tenant's key. */
  async #addressOf(storage: OwnStorage): Promise<StorageAddress | undefined> {
    const { store, log } = this.#parts;
    const { id, tenantId, label } = storage;
    try {
      return await store.address(tenantId, id);
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      const named = { storage: id, tenant: tenantId, label, database: placeOf(storage) };
      log.warn(named, UNREADABLE);
      return undefined;
    }
  }

  async #empty(farewell: FarewellDocument): Promise<boolean> {
    const { _id, tenantId, label, database } = farewell;
    const { documents, marks, clock, log } = this.#parts;
    const named = { storage: _id, tenant: tenantId, label, database };
    try {
      const emptied = await this.#purge(farewell);
      if (emptied) log.info({ ...named, ...emptied }, deletedWords(emptied, farewell));
      else log.warn(named, NOT_OURS);
      if (emptied?.lockedUntil) {
        await documents.lock(_id, emptied.lockedUntil);
        return false;
      }
    } catch (error) {
      const days = await documents.noteFailure(farewell, new Date(clock.now()));
      if (days <= TRIED_DAYS) throw error;
      log.warn(named, 'This storage did not answer for 30 days: what the app wrote stays there.');
    }
    await marks.forget(_id);
    await documents.remove(_id);
    return true;
  }

  /** Undefined where the storage is not the tenant's any more, and nothing was deleted. */
  async #purge(farewell: FarewellDocument): Promise<Emptied | undefined> {
    const { documents, gates, marks } = this.#parts;
    const { _id, tenantId, origin } = farewell;
    const address = documents.addressOf(farewell);
    const marked = { tenantId, storageId: _id, origin };
    if (isBucketAddress(address)) return emptyBucket(address, marked, this.#parts);
    const { connection } = await openOwnDatabase(address, { gates });
    try {
      if (!(await marks.isHeld(connection, marked))) return undefined;
      const place = placeInDatabase(connection, originOf(marked).tenantId);
      const usage = await usageOf(place);
      await emptyPlace(place);
      await copiesInDatabase(connection).remove(originOf(marked));
      await marks.remove(connection, marked);
      return usage;
    } finally {
      await connection.close();
    }
  }
}

/** The name of its database or bucket. */
const placeOf = (storage: OwnStorage): string =>
  storage.kind === 'bucket' ? storage.address.bucket : storage.address.database;

function deletedWords({ lockedUntil }: Emptied, { lockedUntil: before }: FarewellDocument): string {
  if (lockedUntil)
    return 'What the app had written to this storage was deleted, but for what is locked.';
  return before
    ? 'What was locked in this storage is deleted as well.'
    : 'What the app had written to this storage was deleted.';
}
