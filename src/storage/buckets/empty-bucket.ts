import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/time/clock.ts';
import type { BucketAddress } from '../../core/storages/address/bucket-address.ts';
import type { StorageUsage } from '../../core/storages/storage-usage.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { emptyPlace, usageOf } from '../vault/vault-place.ts';
import { originOf, type Marked } from '../recovery/marked.ts';
import { keysOfStorage } from './contents/bucket-keys.ts';
import { BucketMarks } from './contents/bucket-marks.ts';
import { BucketRecords } from './contents/bucket-records.ts';
import { copiesInBucket } from './contents/copies-in-bucket.ts';
import { emptyKeys } from './contents/empty-keys.ts';
import { openBucket } from './client/open-bucket.ts';
import { forgetManifests, placeInBucket } from './contents/place-in-bucket.ts';

export interface EmptiedBucket extends StorageUsage {
  /** Until then something stays that is locked. */
  lockedUntil: Date | undefined;
}

/**
 * Deletes what the app wrote for one storage, and nothing else: in the bucket, if it is still that
 * storage, and in the service database. The mark goes last. Undefined where another installation
 * has it, so that nothing was deleted in the bucket. Repeatable. @throws BucketFailure
 */
export async function emptyBucket(
  address: BucketAddress,
  marked: Marked,
  parts: { service: Connection; gates: DatabaseGates; clock: Pick<Clock, 'now'> },
): Promise<EmptiedBucket | undefined> {
  const { service, gates, clock } = parts;
  const { tenantId, storageId } = marked;
  const origin = originOf(marked);
  const bucket = openBucket(address, { gates });
  try {
    const marks = new BucketMarks(service, clock);
    const isOurs = await marks.isHeld(bucket, marked);
    const isTaken = !isOurs && (await marks.isIn(bucket, marked));
    const { lockDays } = address;
    if (isTaken) {
      await forgetManifests(service, { tenantId, storageId });
      await new BucketRecords(service, { tenantId, storageId }).purge();
      return undefined;
    }
    const place = placeInBucket({ service, clock, bucket, marked, lockDays });
    const usage = await usageOf(place);
    await emptyPlace(place);
    const lockedUntil = isOurs ? await emptyKeys(bucket, keysOfStorage(origin)) : undefined;
    if (isOurs && !lockedUntil) {
      await copiesInBucket(bucket).remove(origin);
      await marks.remove(bucket, marked);
    }
    return { ...usage, lockedUntil };
  } finally {
    bucket.close();
  }
}
