import type { TenantId } from '../../core/kernel/ids.ts';
import {
  isBucketAddress,
  type StorageAddress,
} from '../../core/storages/address/storage-address.ts';
import type { OwnStorage, StorageOrigin } from '../../core/storages/storage.ts';
import type { StorageFindings, StorageProbe } from '../../core/storages/storage-probe.ts';
import type { StorageProvider } from '../../core/storages/storage-providers.ts';
import type { BucketProbe } from '../buckets/bucket-probe.ts';
import type { OwnDatabaseProbe } from './own-database-probe.ts';

/** Tries databases and buckets, each in its own way. */
export class OwnStorageProbe implements StorageProbe {
  readonly #databases: OwnDatabaseProbe;
  readonly #buckets: BucketProbe;

  constructor(databases: OwnDatabaseProbe, buckets: BucketProbe) {
    this.#databases = databases;
    this.#buckets = buckets;
  }

  async check(
    tenantId: TenantId,
    address: StorageAddress,
    provider: StorageProvider,
    expected?: OwnStorage,
  ): Promise<StorageFindings> {
    if (isBucketAddress(address)) return this.#buckets.check(tenantId, address, expected);
    if (provider === 's3') throw new Error('A bucket has the address of a bucket.');
    return this.#databases.check(tenantId, address, provider, expected);
  }

  async prepare(
    tenantId: TenantId,
    storageId: string,
    address: StorageAddress,
    origin?: StorageOrigin,
  ): Promise<void> {
    if (isBucketAddress(address))
      return this.#buckets.prepare({ tenantId, storageId, origin }, address);
    return this.#databases.prepare(tenantId, storageId, address, origin);
  }

  async leave(
    tenantId: TenantId,
    storageId: string,
    address: StorageAddress,
    origin?: StorageOrigin,
  ): Promise<boolean> {
    if (isBucketAddress(address))
      return this.#buckets.leave({ tenantId, storageId, origin }, address);
    return this.#databases.leave(tenantId, storageId, address, origin);
  }
}
