import type { ObjectVersion } from '../client/bucket-lists.ts';
import type { Bucket } from '../client/bucket.ts';
import { BucketFailure } from '../client/bucket-failure.ts';

const AT_ONCE = 8;

/**
 * Deletes every object whose key begins so, all versions of it. Repeatable. What is locked stays:
 * returned is when the last of that can be deleted.
 */
export function emptyKeys(bucket: Bucket, prefix: string): Promise<Date | undefined> {
  return removeEach(bucket, prefix, () => true);
}

/** The same for all versions of one object. */
export function emptyKey(bucket: Bucket, key: string): Promise<Date | undefined> {
  return removeEach(bucket, key, (version) => version.key === key);
}

async function removeEach(
  bucket: Bucket,
  prefix: string,
  isMeant: (version: ObjectVersion) => boolean,
): Promise<Date | undefined> {
  let lockedUntil: Date | undefined;
  let batch: ObjectVersion[] = [];
  const remove = async (version: ObjectVersion): Promise<void> => {
    const until = await removeUnlessLocked(bucket, version);
    if (until && !(lockedUntil && until < lockedUntil)) lockedUntil = until;
  };
  for await (const version of versionsOf(bucket, prefix)) {
    if (!isMeant(version)) continue;
    batch.push(version);
    if (batch.length < AT_ONCE) continue;
    await forEachKey(batch, remove);
    batch = [];
  }
  await forEachKey(batch, remove);
  return lockedUntil;
}

/**
 * The versions of one object one after the other: a service that makes the one before the current
 * one again (versitygw) loses track of both otherwise.
 */
async function forEachKey(
  versions: readonly ObjectVersion[],
  remove: (version: ObjectVersion) => Promise<void>,
): Promise<void> {
  const byKey = Map.groupBy(versions, ({ key }) => key);
  await Promise.all(
    [...byKey.values()].map(async (ofOne) => {
      for (const version of ofOne) await remove(version);
    }),
  );
}

/** Not every service knows versions: those have objects alone. */
async function* versionsOf(bucket: Bucket, prefix: string): AsyncGenerator<ObjectVersion> {
  try {
    yield* bucket.versions(prefix);
    return;
  } catch (error) {
    if (!(error instanceof BucketFailure) || ![400, 403, 405, 501].includes(error.status ?? 0))
      throw error;
  }
  for await (const { key } of bucket.list(prefix)) yield { key };
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
    if (!(error instanceof BucketFailure) || error.fault !== 'denied') throw error;
    const facts = await bucket.head(version.key);
    if (!facts?.lockedUntil) throw error;
    return facts.lockedUntil;
  }
}
