import type { TenantId } from '../kernel/ids.ts';
import type { Person } from '../kernel/person.ts';
import type { ShownPlace, StorageAddress } from './address/storage-address.ts';
import type { StorageProvider } from './storage-providers.ts';
import type { OwnStorage } from './storage.ts';

/** Backups of one schema that were found in a storage. */
export interface OfferedSchema {
  siteUrl: string;
  name: string;
  key: string;
  backups: number;
  first: Date;
  last: Date;
  /** In the newest one. */
  objects: number;
}

/** A database or bucket with backups that a recovery key opens, and what would be attached. */
export interface StorageOffer {
  id: string;
  label: string;
  provider: StorageProvider;
  place: ShownPlace;
  schemas: OfferedSchema[];
  backups: number;
  /** Backups whose header can't be read: they are not attached. The first of them, and all. */
  unreadable: { id: string; why: string }[];
  unreadableCount: number;
  /** Of these: backups of a format that this version doesn't know. */
  newerCount: number;
  /** There are more backups than were looked at; they are attached anyway. */
  hasMore: boolean;
  /** When whoever has the storage now was there last; undefined where that isn't known. */
  usedAt: Date | undefined;
}

export interface OfferInput {
  label: string;
  provider: StorageProvider;
  address: StorageAddress;
  recoveryKey: Buffer;
}

/** Finds storages that another installation of the app wrote, and attaches them. */
export interface StorageOffers {
  /**
   * Connects, and reads what backups are there from the database or bucket alone. What was typed
   * is kept sealed for an hour, under the offer's id. Nothing is written there.
   * @throws InvalidInput with a sentence beside the field to edit
   */
  look(tenantId: TenantId, input: OfferInput): Promise<StorageOffer>;
  /**
   * Makes it a storage of this tenant, whose backups are then to be listed. Whoever had it finds
   * out and writes there no more. Repeatable. @throws NotFound when the offer has passed,
   * InvalidInput when the storage is not what it was
   */
  accept(tenantId: TenantId, offerId: string, by: Person): Promise<OwnStorage[]>;
}
