import { showBucket, type BucketAddress, type ShownBucket } from './bucket-address.ts';
import { showAddress, type DatabaseAddress, type ShownAddress } from './database-address.ts';

/** How a storage that a tenant brought is reached. */
export type StorageAddress = DatabaseAddress | BucketAddress;

export const isBucketAddress = (address: StorageAddress): address is BucketAddress =>
  'bucket' in address;

/** Of a storage that is a database. */
export function databaseAddress(address: StorageAddress): DatabaseAddress {
  if (isBucketAddress(address)) throw new Error('This is the address of a bucket.');
  return address;
}

/** Of a storage that is a bucket. */
export function bucketAddress(address: StorageAddress): BucketAddress {
  if (!isBucketAddress(address)) throw new Error('This is the address of a database.');
  return address;
}

/** What of an address may be shown, with the kind of storage that it leads to. */
export type ShownPlace =
  { kind: 'own-database'; address: ShownAddress } | { kind: 'bucket'; address: ShownBucket };

export const showPlace = (address: StorageAddress): ShownPlace =>
  isBucketAddress(address)
    ? { kind: 'bucket', address: showBucket(address) }
    : { kind: 'own-database', address: showAddress(address) };
