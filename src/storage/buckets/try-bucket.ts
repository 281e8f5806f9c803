import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { InvalidInput } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { NO_LOCKING, type Bucket, type BucketLocking } from './client/bucket.ts';
import { BucketFailure } from './client/bucket-failure.ts';
import { keysOfTenant } from './contents/bucket-keys.ts';
import { emptyKeys } from './contents/empty-keys.ts';

const PROBE_BYTES = 64 * 1024;
/** How long the probe is locked where objects are to be locked, ms. */
const LOCKED_MS = 4_000;
const UNLOCK_MS = 1_000;
const UNLOCK_TRIES = 20;
/** The answer of a service that doesn't know conditional writes. */
const NOT_KNOWN = new Set([400, 405, 501]);

const LOCKS_EVERYTHING =
  'This bucket locks every object automatically, so what the app deletes takes up space until those locks end.';

const LACKS_CONDITION: Record<string, string> = {
  bucket:
    "This service doesn't honor If-None-Match, which keeps backups from being written over. Use another one.",
};

/**
 * Tries everything that a storage needs of a bucket, in objects of its own that are gone in the
 * end. Returns what works now and may hurt later, in sentences. @throws InvalidInput beside the
 * field to edit; BucketFailure
 */
export async function tryBucket(
  bucket: Bucket,
  { tenantId, lockDays, nowMs }: { tenantId: TenantId; lockDays: number; nowMs: () => number },
): Promise<string[]> {
  const prefix = `${keysOfTenant(tenantId)}probe-${randomBytes(6).toString('hex')}/`;
  const key = `${prefix}object`;
  await allowed('list objects (s3:ListBucket)', () => listed(bucket, prefix));
  try {
    await tryObject(bucket, key);
    if (!(await listed(bucket, prefix)).includes(key))
      throw lacks("What was written isn't listed there.");
    await tryVersions(bucket, prefix);
    await tryDeleting(bucket, prefix, key);
    const { defaultMs } = await tryLockState(bucket, lockDays);
    if (lockDays > 0) await tryLocking(bucket, `${prefix}locked`, nowMs);
    return defaultMs > 0 ? [LOCKS_EVERYTHING] : [];
  } finally {
    await emptyKeys(bucket, prefix).catch(() => undefined); // nothing to clean up
  }
}

async function tryObject(bucket: Bucket, key: string): Promise<void> {
  const body = randomBytes(PROBE_BYTES);
  const write = () => allowed('write objects (s3:PutObject)', () => bucket.putNew(key, body));
  await knowsCondition(write);
  if ((await knowsCondition(write)).isNew) throw new InvalidInput(LACKS_CONDITION);
  const read = await allowed('read objects (s3:GetObject)', () =>
    bucket.read(key, { checked: true }),
  );
  if (!read?.equals(body)) throw lacks('What was written came back changed.');
}

async function tryVersions(bucket: Bucket, prefix: string): Promise<void> {
  if (!(await bucket.keepsVersions())) return;
  await allowed('list versions (s3:ListBucketVersions)', async () => {
    for await (const _version of bucket.versions(prefix)) return;
  });
}

async function tryDeleting(bucket: Bucket, prefix: string, key: string): Promise<void> {
  const right = 'delete objects (s3:DeleteObject and s3:DeleteObjectVersion)';
  const locked = await allowed(right, () => emptyKeys(bucket, prefix));
  if (!locked && (await bucket.head({ key }))) throw lacks('What was deleted is still there.');
}

async function tryLockState(bucket: Bucket, lockDays: number): Promise<BucketLocking> {
  const locking = await allowed(
    "read the bucket's Object Lock (s3:GetBucketObjectLockConfiguration)",
    () => bucket.askLocking(),
  ).catch((error: unknown) => {
    if (lockDays > 0) throw error;
    return NO_LOCKING; // nobody asked for it
  });
  if (lockDays > 0 && !locking.isOn)
    throw new InvalidInput({
      lockDays: 'This bucket has no Object Lock. Switch it on there, or use another bucket.',
    });
  return locking;
}

/**
 * Locks an object for some seconds, by the clock of its service: ours may differ by minutes. One
 * that the bucket has locked for longer by itself stays behind.
 */
async function tryLocking(bucket: Bucket, key: string, nowMs: () => number): Promise<void> {
  const { versionId } = await bucket.putNew(key, randomBytes(16));
  const until = new Date(((await putAt(bucket, key)) ?? nowMs()) + LOCKED_MS);
  const right = 'lock objects (s3:PutObjectRetention)';
  const lockedUntil = await allowed(right, () => bucket.lock({ key, versionId }, until));
  if (lockedUntil > until) return;
  for (let tries = 1; tries < UNLOCK_TRIES; tries += 1) {
    if (!(await emptyKeys(bucket, key))) return;
    await delay(UNLOCK_MS);
  }
}

/** When the service stored an object, ms; undefined where it doesn't say. */
async function putAt(bucket: Bucket, key: string): Promise<number | undefined> {
  for await (const listed of bucket.list(key)) return listed.putAt?.getTime();
  return undefined;
}

async function allowed<T>(right: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BucketFailure) || error.fault !== 'denied') throw error;
    throw new InvalidInput(
      { accessKey: `This access key can't ${right}. Add that to its policy.` },
      { cause: error },
    );
  }
}

async function knowsCondition<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const isUnknown =
      error instanceof BucketFailure &&
      error.fault === 'strange' &&
      NOT_KNOWN.has(error.status ?? 0);
    throw isUnknown ? new InvalidInput(LACKS_CONDITION, { cause: error }) : error;
  }
}

async function listed(bucket: Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list(prefix)) keys.push(key);
  return keys;
}

const lacks = (why: string): InvalidInput =>
  new InvalidInput({ bucket: `${why} Use another bucket.` });
