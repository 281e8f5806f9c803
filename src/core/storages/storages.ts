import type { TenantId } from '../kernel/ids.ts';
import type { Vault } from './vault.ts';

/** Where the backups of tenants are. */
export interface Storages {
  /**
   * The tenant's vault in one storage. Asks nothing of the storage yet. @throws Refused
   * `unknown-storage`
   */
  open(tenantId: TenantId, storageId: string): Vault;
  /**
   * The tenant's vaults in all storages where it may have something: what is purged or cleaned up
   * goes over all of them.
   */
  all(tenantId: TenantId): Vault[];
}

/** The keys that what is stored of tenants is sealed with. */
export interface KeyCustody {
  /**
   * Forgets the tenant's key for good: from then on nothing of it can be read, wherever it is.
   * Repeatable.
   */
  destroy(tenantId: TenantId): Promise<void>;
}
