import { Damaged } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { StorageOrigin } from '../../core/storages/storage.ts';
import { openAttachedKey } from '../sealing/attached-keys.ts';
import { openForRecovery } from '../sealing/seal-for-recovery.ts';
import type { MongoOwnStorageStore } from '../stores/mongo-own-storage-store.ts';
import type { MongoRecoveryStore } from '../stores/mongo-recovery-store.ts';
import { originOf, type Marked } from './marked.ts';

/** Beside the mark of a storage: what whoever has the recovery key needs to open it. */
export interface RecoveryCopy {
  /** Whose data key is sealed under the recovery key. */
  tenantId: TenantId;
  writtenAs: StorageOrigin;
  sealed: Buffer;
  /** Of a storage that was attached: its data key, sealed under the one above. */
  attached?: Buffer | undefined;
  /** Of two copies the later one counts. */
  madeAt: Date;
}

/** What holds the copies of one database or bucket. */
export interface CopyShelf {
  /**
   * Takes the place of older ones of the same storage, and of those of its earlier owner. False
   * where a newer one of the same tenant stands: that stays.
   */
  put(copy: RecoveryCopy): Promise<boolean>;
  all(): Promise<RecoveryCopy[]>;
  /** Repeatable. */
  remove(writtenAs: StorageOrigin): Promise<void>;
}

/** A storage that a recovery key opens, and the key that its backups are sealed under. */
export interface OpenedStorage {
  origin: StorageOrigin;
  dataKey: Buffer;
}

/** Keeps what recovery keys open in the databases and buckets that tenants brought. */
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

  /** Of a storage that is the tenant's. Repeatable. */
  async write(shelf: CopyShelf, marked: Marked): Promise<void> {
    const { tenantId, storageId } = marked;
    const made = await this.#recovery.find(tenantId);
    if (!made) return;
    const { sealed, orderedAt: madeAt = made.madeAt } = made;
    const writtenAs = originOf(marked);
    const attached = marked.origin && (await this.#storages.attachedKey(tenantId, storageId));
    if (await shelf.put({ tenantId, writtenAs, sealed, attached, madeAt }))
      await this.#recovery.noteCopy(made, storageId);
  }
}

/** Those of the copies that the key opens. */
export const openCopies = (copies: readonly RecoveryCopy[], recoveryKey: Buffer): OpenedStorage[] =>
  copies.flatMap((copy) => openCopy(copy, recoveryKey) ?? []);

function openCopy(copy: RecoveryCopy, recoveryKey: Buffer): OpenedStorage | undefined {
  const { tenantId, writtenAs: origin, sealed, attached } = copy;
  const dataKey = openForRecovery(sealed, recoveryKey, tenantId);
  if (!dataKey || !attached) return dataKey && { origin, dataKey };
  try {
    return { origin, dataKey: openAttachedKey(dataKey, origin, attached) };
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}
