import type { TenantId } from '../kernel/ids.ts';
import type { Person } from '../kernel/person.ts';
import type { ShownBucket } from './address/bucket-address.ts';
import type { ShownAddress } from './address/database-address.ts';
import type { StorageAddress } from './address/storage-address.ts';
import type { StorageProvider } from './storage-providers.ts';

/**
 * Somewhere backups are kept: the service's own database, or a database or bucket that a customer
 * brings.
 */
export interface Storage {
  id: string;
  kind: 'service' | 'own-database' | 'bucket';
}

/** The database that the service itself keeps backups in: every tenant has it. */
export const SERVICE_STORAGE: Storage = { id: 'service', kind: 'service' };

/** Why a storage can't be used right now, in a sentence, and since when. */
export interface StorageTrouble {
  code: string;
  message: string;
  since: Date;
}

/**
 * Whose what is in a database is, where it was attached after another installation of the app had
 * written it: documents bear these names, and are sealed under the key of that tenant.
 */
export interface StorageOrigin {
  tenantId: TenantId;
  storageId: string;
}

/** Backups of a storage that was attached are still being listed. */
interface Attaching {
  by: Person;
  since: Date;
  /** Those up to this one are listed, in the order of their ids. */
  after?: string | undefined;
}

/** What a tenant brought. The password is never part of it. */
export interface BroughtStorage extends Storage {
  tenantId: TenantId;
  provider: StorageProvider;
  /** What administrators call it. */
  label: string;
  createdAt: Date;
  addedBy: Person;
  /** As it was last looked at; undefined where all was well. */
  trouble?: StorageTrouble | undefined;
  origin?: StorageOrigin | undefined;
  attaching?: Attaching | undefined;
  /** Grows with every change of the address; compare-and-set on it. 0 = not stored yet. */
  revision: number;
}

/** A database that a tenant brought. */
export interface DatabaseStorage extends BroughtStorage {
  kind: 'own-database';
  address: ShownAddress;
}

/** A bucket that a tenant brought. What counts of it but packs is in the service database. */
export interface BucketStorage extends BroughtStorage {
  kind: 'bucket';
  address: ShownBucket;
}

export type OwnStorage = DatabaseStorage | BucketStorage;

export interface OwnStorageStore {
  /** The oldest first. */
  list(tenantId: TenantId): Promise<OwnStorage[]>;
  /** @throws Refused `unknown-storage`, also for another tenant's */
  get(tenantId: TenantId, id: string): Promise<OwnStorage>;
  /**
   * Opens the sealed address. Never log it, never send it to a browser. @throws as `get`; Damaged
   */
  address(tenantId: TenantId, id: string): Promise<StorageAddress>;
  /**
   * Inserts (revision 0) or replaces by compare-and-set, with its address sealed. @throws Conflict
   * `storage-changed`
   */
  save(storage: OwnStorage, address: StorageAddress): Promise<OwnStorage>;
  /** Those of every tenant whose backups are still being listed. */
  attaching(): Promise<OwnStorage[]>;
  /** Backups up to this one are listed, of a storage that is being attached. Repeatable. */
  noteAttached(tenantId: TenantId, id: string, after: string): Promise<void>;
  /** All of its backups are listed. Repeatable. */
  endAttaching(tenantId: TenantId, id: string): Promise<void>;
  /** With its address. @throws Conflict `storage-changed` where it is not as it was. */
  remove(storage: OwnStorage): Promise<void>;
  /** Notes how it was found; undefined: all is well. Repeatable. */
  setTrouble(id: string, trouble: StorageTrouble | undefined): Promise<void>;
}
