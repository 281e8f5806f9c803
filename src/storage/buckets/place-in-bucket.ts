import type { Connection } from 'mongoose';
import { bucketHeaderModel } from '../vault/headers/header-store.ts';
import { bucketPartModel } from '../vault/headers/part-store.ts';
import type { VaultPlace } from '../vault/vault-place.ts';
import { bucketRecords, BucketRecords } from './bucket-records.ts';
import { BucketShelf, type BucketShelfParts } from './bucket-shelf.ts';

export interface BucketPlaceParts extends Omit<BucketShelfParts, 'records'> {
  service: Connection;
}

/** Packs in a bucket; headers, parts and the records of packs in the service database. */
export function placeInBucket({ service, ...parts }: BucketPlaceParts): BucketPlace {
  const { tenantId, storageId } = parts.owner;
  const owner = { tenantId, storageId };
  return {
    scope: owner,
    headers: bucketHeaderModel(service),
    parts: bucketPartModel(service),
    shelf: new BucketShelf({ ...parts, owner, records: new BucketRecords(service, owner) }),
  };
}

export interface BucketPlace extends VaultPlace {
  shelf: BucketShelf;
}

/** Known to the connection, so that their indexes are made. */
export function registerBucketModels(service: Connection): void {
  bucketHeaderModel(service);
  bucketPartModel(service);
  bucketRecords(service);
}
