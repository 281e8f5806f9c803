import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/clock.ts';
import type { BucketAddress } from '../../core/storages/bucket-address.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { emptyPlace } from '../vault/vault-place.ts';
import { keysOfStorage, type BucketOwner } from './bucket-keys.ts';
import { BucketMarks } from './bucket-marks.ts';
import { bucketRecords } from './bucket-records.ts';
import { emptyKeys } from './empty-keys.ts';
import { openBucket } from './open-bucket.ts';
import { placeInBucket } from './place-in-bucket.ts';

export interface EmptiedBucket {
  /** How many packs there were. */
  packs: number;
  /** Until then something stays that is locked. */
  lockedUntil: Date | undefined;
}

/**
 * Deletes what the app wrote for one storage, and nothing else: in the bucket, if it is still that
 * storage, and in the service database. The mark goes last. Repeatable. @throws BucketFailure
 */
export async function emptyBucket(
  address: BucketAddress,
  owner: BucketOwner,
  parts: { service: Connection; gates: DatabaseGates; clock: Pick<Clock, 'now'> },
): Promise<EmptiedBucket> {
  const { service, gates, clock } = parts;
  const { tenantId, storageId } = owner;
  const bucket = openBucket(address, { gates });
  try {
    const marks = new BucketMarks(service, clock);
    const isOurs = (await marks.storageIn(bucket, tenantId)) === storageId;
    const packs = await bucketRecords(service).count({ tenantId: String(tenantId), storageId });
    const { lockDays } = address;
    await emptyPlace(placeInBucket({ service, clock, bucket, owner, lockDays }));
    const lockedUntil = isOurs ? await emptyKeys(bucket, keysOfStorage(owner)) : undefined;
    if (isOurs && !lockedUntil) await marks.remove(bucket, owner);
    return { packs, lockedUntil };
  } finally {
    bucket.close();
  }
}
