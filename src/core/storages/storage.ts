import type { TenantId } from '../kernel/ids.ts';
import type { Person } from '../kernel/person.ts';
import type { DatabaseAddress, ShownAddress } from './database-address.ts';
import type { StorageProvider } from './storage-providers.ts';

/** Somewhere backups are kept: the service's own database, or one that a customer brings. */
export interface Storage {
  id: string;
  kind: 'service' | 'own-database';
}

/** The database that the service itself keeps backups in: every tenant has it. */
export const SERVICE_STORAGE: Storage = { id: 'service', kind: 'service' };

/** Why a storage can't be used just now, in a sentence, and since when. */
export interface StorageTrouble {
  code: string;
  message: string;
  since: Date;
}

/** A database that a tenant brought. The password is never part of it. */
export interface OwnStorage extends Storage {
  kind: 'own-database';
  tenantId: TenantId;
  provider: StorageProvider;
  /** What administrators call it. */
  label: string;
  address: ShownAddress;
  createdAt: Date;
  addedBy: Person;
  /** As it was last looked at; undefined where all was well. */
  trouble?: StorageTrouble | undefined;
  /** Grows with every change of the address; compare-and-set on it. 0 = not stored yet. */
  revision: number;
}

export interface OwnStorageStore {
  /** The oldest first. */
  list(tenantId: TenantId): Promise<OwnStorage[]>;
  /** @throws Refused `unknown-storage`, also for another tenant's */
  get(tenantId: TenantId, id: string): Promise<OwnStorage>;
  /**
   * Opens the sealed address. Never log it, never send it to a browser. @throws as `get`; Damaged
   */
  address(tenantId: TenantId, id: string): Promise<DatabaseAddress>;
  /**
   * Inserts (revision 0) or replaces by compare-and-set, with its address sealed. @throws Conflict
   * `storage-changed`
   */
  save(storage: OwnStorage, address: DatabaseAddress): Promise<OwnStorage>;
  /** Notes how it was found; undefined: all is well. Repeatable. */
  setTrouble(id: string, trouble: StorageTrouble | undefined): Promise<void>;
}
