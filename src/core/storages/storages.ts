import type { TenantId } from '../kernel/ids.ts';
import type { StoredRun } from './records/backup-writer.ts';
import type { Vault } from './vault.ts';

/** Where the backups of tenants are. */
export interface Storages {
  /**
   * The tenant's vault in one storage. Asks nothing of the storage yet. @throws Refused
   * `unknown-storage`, at once or when it is used. A vault in a database of the tenant's own says
   * Unavailable `storage-unavailable` where that does not answer, Refused `storage-refused` where
   * it does not let us in, `storage-swapped` where it is another database, and
   * `storage-restored` where it is an older copy, or `storage-taken` where another installation
   * writes there, and something would be written.
   */
  open(tenantId: TenantId, storageId: string): Vault;
  /**
   * The tenant's vaults in all storages where it may have something: what is purged or cleaned up
   * goes over all of them.
   */
  all(tenantId: TenantId): Promise<Vault[]>;
  /**
   * Discards what a run left in a storage that does not answer, once it answers again. Repeatable.
   */
  discardLater(tenantId: TenantId, storageId: string, run: StoredRun): Promise<void>;
  /**
   * Before the tenant's key is destroyed: keeps what is needed to reach the databases of its own,
   * and leaves them. What the app wrote there is deleted from then on, for 30 days where one does
   * not answer. Repeatable.
   */
  leaveOwn(tenantId: TenantId): Promise<void>;
}

/** The keys that what is stored of tenants is sealed with. */
export interface KeyCustody {
  /**
   * Forgets the tenant's key for good: from then on nothing of it can be read, wherever it is.
   * Repeatable.
   */
  destroy(tenantId: TenantId): Promise<void>;
}
