import type { ListedVersion, ObjectVersion } from '../client/bucket-lists.ts';
import type { Bucket } from '../client/bucket.ts';
import { BucketFailure } from '../client/bucket-failure.ts';

const AT_ONCE = 8;

/** All that a bucket has under one key. */
interface KeptObject {
  key: string;
  versions: ListedVersion[];
  markers: ListedVersion[];
}

/**
 * Deletes every object whose key begins so, all versions of it. Repeatable. What is locked stays
 * behind a marker, so that it is listed and read no longer: returned is when the last of that can
 * be deleted.
 */
export function emptyKeys(bucket: Bucket, prefix: string): Promise<Date | undefined> {
  return removeEach(bucket, prefix, () => true);
}

/** The same for all versions of one object. */
export function emptyKey(bucket: Bucket, key: string): Promise<Date | undefined> {
  return removeEach(bucket, key, (object) => object.key === key);
}

/**
 * Deletes for good what was deleted under a prefix while it was locked, as far as it was put
 * before a time of the bucket's clock. Repeatable.
 */
export async function emptyHidden(bucket: Bucket, prefix: string, putBefore: Date): Promise<void> {
  const isOld = ({ putAt }: ListedVersion): boolean => putAt !== undefined && putAt < putBefore;
  await removeEach(
    bucket,
    prefix,
    ({ versions, markers }) => markers.length > 0 && versions.every(isOld),
  );
}

/** For a version that could not be deleted: until when it is locked, if that is the reason. */
export async function lockOf(
  bucket: Bucket,
  version: ObjectVersion,
  error: unknown,
): Promise<Date | undefined> {
  if (!(error instanceof BucketFailure) || error.fault !== 'denied') return undefined;
  return bucket.lockedUntil(version);
}

async function removeEach(
  bucket: Bucket,
  prefix: string,
  isMeant: (object: KeptObject) => boolean,
): Promise<Date | undefined> {
  let lockedUntil: Date | undefined;
  let batch: KeptObject[] = [];
  const removeBatch = async (): Promise<void> => {
    const ends = await Promise.all(batch.map((object) => removeObject(bucket, object)));
    for (const end of ends) lockedUntil = laterOf(lockedUntil, end);
    batch = [];
  };
  for await (const object of objectsOf(bucket, prefix)) {
    if (!isMeant(object)) continue;
    batch.push(object);
    if (batch.length === AT_ONCE) await removeBatch();
  }
  await removeBatch();
  return lockedUntil;
}

/**
 * The versions of one object one after the other: a service that makes the one before the current
 * one again (versitygw) loses track of both otherwise.
 */
async function removeObject(
  bucket: Bucket,
  { key, versions, markers }: KeptObject,
): Promise<Date | undefined> {
  let lockedUntil: Date | undefined;
  for (const version of versions)
    lockedUntil = laterOf(lockedUntil, await removeUnlessLocked(bucket, version));
  if (!lockedUntil) {
    for (const marker of markers) await removeUnlessLocked(bucket, marker);
    return undefined;
  }
  if (markers.length === 0) await bucket.remove({ key });
  return lockedUntil;
}

async function* objectsOf(bucket: Bucket, prefix: string): AsyncGenerator<KeptObject> {
  let object: KeptObject | undefined;
  for await (const version of versionsOf(bucket, prefix)) {
    if (object?.key !== version.key) {
      if (object) yield object;
      object = { key: version.key, versions: [], markers: [] };
    }
    (version.isMarker ? object.markers : object.versions).push(version);
  }
  if (object) yield object;
}

/** Not every service knows versions: those have objects alone. */
async function* versionsOf(bucket: Bucket, prefix: string): AsyncGenerator<ListedVersion> {
  try {
    yield* bucket.versions(prefix);
    return;
  } catch (error) {
    if (!(error instanceof BucketFailure) || ![400, 403, 405, 501].includes(error.status ?? 0))
      throw error;
  }
  for await (const { key, putAt } of bucket.list(prefix))
    yield { key, versionId: undefined, isMarker: false, putAt };
}

async function removeUnlessLocked(
  bucket: Bucket,
  version: ObjectVersion,
): Promise<Date | undefined> {
  try {
    const isGone = await bucket.remove(version);
    // Where versions are suspended, a mark of the deletion takes the object's place.
    if (!isGone) await bucket.remove({ key: version.key, versionId: 'null' });
    return undefined;
  } catch (error) {
    const lockedUntil = await lockOf(bucket, version, error);
    if (!lockedUntil) throw error;
    return lockedUntil;
  }
}

function laterOf(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (!a || !b) return a ?? b;
  return a > b ? a : b;
}
