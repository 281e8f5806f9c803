import type { Connection } from 'mongoose';
import type { BucketAddress } from '../../../core/storages/address/bucket-address.ts';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import { Collection } from '../../collection.ts';
import { originOf, type Marked } from '../../recovery/marked.ts';
import { bucketHeaderModel } from '../../vault/headers/header-document.ts';
import { bucketPartModel } from '../../vault/headers/part-store.ts';
import type { VaultPlace } from '../../vault/vault-place.ts';
import type { Bucket } from '../client/bucket.ts';
import { BucketManifests } from './bucket-manifests.ts';
import { bucketRecords, BucketRecords, type RecordOwner } from './bucket-records.ts';
import { BucketShelf } from './bucket-shelf.ts';
import { takeInBackups } from './take-in-backups.ts';

export interface BucketPlaceParts {
  service: Connection;
  bucket: Bucket;
  marked: Marked;
  /** Its backups are still to be listed, from the bucket alone. */
  isAttaching?: boolean;
  clock: Pick<Clock, 'now'>;
  lockDays: BucketAddress['lockDays'];
}

export interface BucketPlace extends VaultPlace {
  shelf: BucketShelf;
}

/**
 * Packs in a bucket; headers, parts and the records of packs in the service database, and headers
 * and parts in the bucket as well.
 */
export function placeInBucket({ service, marked, isAttaching, ...parts }: BucketPlaceParts) {
  const { bucket } = parts;
  const writtenAs = originOf(marked);
  const scope = { tenantId: marked.tenantId, storageId: marked.storageId };
  const records = new BucketRecords(service, scope);
  const mirror = new BucketManifests(bucket, writtenAs, records);
  const place: BucketPlace = {
    scope,
    headers: bucketHeaderModel(service),
    parts: bucketPartModel(service),
    shelf: new BucketShelf({ ...parts, owner: writtenAs, records }),
    mirror,
  };
  if (isAttaching)
    place.takeIn = (after, limit) =>
      takeInBackups({ ...place, scope, records, mirror }, after, limit);
  return place;
}

/** In the service database. Repeatable. */
export async function forgetManifests(service: Connection, of: RecordOwner): Promise<void> {
  await new Collection(bucketHeaderModel(service)).deleteMany({ ...of }, ['runId']);
  await new Collection(bucketPartModel(service)).deleteMany({ ...of }, ['runId']);
}

/** Known to the connection, so that their indexes are made. */
export function registerBucketModels(service: Connection): void {
  bucketHeaderModel(service);
  bucketPartModel(service);
  bucketRecords(service);
}
