import { Schema, type Connection } from 'mongoose';
import { Damaged } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { StorageOrigin } from '../../core/storages/storage.ts';
import { openCollection, type Collection } from '../collection.ts';
import { openAttachedKey } from '../sealing/attached-keys.ts';
import { openForRecovery } from '../sealing/seal-for-recovery.ts';
import { storedBytes } from '../stored-bytes.ts';
import type { MongoOwnStorageStore } from '../stores/mongo-own-storage-store.ts';
import type { MongoRecoveryStore } from '../stores/mongo-recovery-store.ts';
import { originOf, type Marked } from './storage-marks.ts';

/** Beside the mark of a storage: what whoever has the recovery key needs to open it. */
interface CopyDocument {
  _id: string;
  /** Whose data key is sealed under the recovery key. */
  tenantId: TenantId;
  writtenAs: StorageOrigin;
  sealed: Buffer;
  /** Of a storage that was attached: its data key, sealed under the one above. */
  attached?: Buffer;
  madeAt: Date;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: String,
    writtenAs: { type: { _id: false, tenantId: String, storageId: String } },
    sealed: Buffer,
    attached: Buffer,
    madeAt: Date,
  },
  { collection: 'storage_meta', versionKey: false },
);

const COPY = 'recovery ';
/** A database of more sites than this is none of ours. */
const MAX_COPIES = 200;

const copyId = (tenantId: TenantId): string => `${COPY}${tenantId}`;

const copiesIn = (storage: Connection): Collection<CopyDocument> =>
  openCollection(storage, 'StorageRecovery', schema);

/** A storage that a recovery key opens, and the key that its backups are sealed under. */
export interface OpenedStorage {
  origin: StorageOrigin;
  dataKey: Buffer;
}

/** Keeps what recovery keys open in the databases that tenants brought. */
export class RecoveryCopies {
  readonly #recovery: MongoRecoveryStore;
  readonly #storages: MongoOwnStorageStore;

  constructor(recovery: MongoRecoveryStore, storages: MongoOwnStorageStore) {
    this.#recovery = recovery;
    this.#storages = storages;
  }

  /** Whether the storage lacks what the recovery key of now opens. */
  async isDue({ tenantId, storageId }: Marked): Promise<boolean> {
    const made = await this.#recovery.find(tenantId);
    return made !== undefined && !made.opens.includes(storageId);
  }

  /** Of a database that is the tenant's. Repeatable. */
  async write(connection: Connection, marked: Marked): Promise<void> {
    const { tenantId, storageId } = marked;
    const made = await this.#recovery.find(tenantId);
    if (!made) return;
    const { sealed, madeAt } = made;
    const writtenAs = originOf(marked);
    const attached = marked.origin && (await this.#storages.attachedKey(tenantId, storageId));
    const copy = { tenantId, writtenAs, sealed, madeAt, ...(attached && { attached }) };
    const copies = copiesIn(connection);
    const _id = copyId(writtenAs.tenantId);
    // A newer one of the same tenant stays.
    const isOlder = [{ tenantId: { $ne: tenantId } }, { madeAt: { $lte: madeAt } }];
    if (!(await copies.upsert({ _id, $or: isOlder }, { $set: copy }))) return;
    const stands = await copies.byId(_id);
    if (stands && storedBytes(stands.sealed).equals(sealed))
      await this.#recovery.noteCopy(made, storageId);
  }

  /** Those in a database that the key opens, and how many there are in all. */
  async open(
    connection: Connection,
    recoveryKey: Buffer,
  ): Promise<{ opened: OpenedStorage[]; total: number }> {
    const isCopy = { writtenAs: { $exists: true }, _id: { $gte: COPY } };
    const found = await copiesIn(connection).find(isCopy, { limit: MAX_COPIES });
    const opened = found.flatMap((copy) => openCopy(copy, recoveryKey) ?? []);
    return { opened, total: found.length };
  }

  /** In the database. Repeatable. */
  async remove(connection: Connection, marked: Marked): Promise<void> {
    await copiesIn(connection).delete({ _id: copyId(originOf(marked).tenantId) });
  }
}

function openCopy(copy: CopyDocument, recoveryKey: Buffer): OpenedStorage | undefined {
  const { tenantId, writtenAs: origin, attached } = copy;
  const dataKey = openForRecovery(storedBytes(copy.sealed), recoveryKey, tenantId);
  if (!dataKey || !attached) return dataKey && { origin, dataKey };
  try {
    return { origin, dataKey: openAttachedKey(dataKey, origin, storedBytes(attached)) };
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}
