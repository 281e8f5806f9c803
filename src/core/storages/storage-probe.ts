import type { TenantId } from '../kernel/ids.ts';
import type { StorageAddress } from './address/storage-address.ts';
import type { OwnStorage, StorageOrigin } from './storage.ts';
import type { StorageProvider } from './storage-providers.ts';

/** What a database or bucket is found to be before backups go there. */
export interface StorageFindings {
  /** The storage of this tenant that it is already: its mark stands in it. */
  storageId: string | undefined;
  /** Bytes that are free, where the server tells. */
  freeBytes: number | undefined;
  /** What works now and may hurt later, in sentences. */
  warnings: string[];
}

/** Tries a database or bucket that an administrator brought, and gets it ready. */
export interface StorageProbe {
  /**
   * Connects, and tries everything that a storage needs; what it wrote for that is deleted again.
   * `expected`: the storage that it may be.
   * @throws InvalidInput with a sentence beside the field to edit
   */
  check(
    tenantId: TenantId,
    address: StorageAddress,
    provider: StorageProvider,
    expected?: OwnStorage,
  ): Promise<StorageFindings>;
  /**
   * Creates collections and indexes, and sets the mark by which the storage is known again.
   * Repeatable. @throws InvalidInput
   */
  prepare(
    tenantId: TenantId,
    storageId: string,
    address: StorageAddress,
    origin?: StorageOrigin,
  ): Promise<void>;
  /**
   * Takes the mark of a storage away; false where another one stands there, or none, or backups
   * are there that nobody lists. Repeatable.
   * @throws InvalidInput where the database does not answer
   */
  leave(
    tenantId: TenantId,
    storageId: string,
    address: StorageAddress,
    origin?: StorageOrigin,
  ): Promise<boolean>;
}
