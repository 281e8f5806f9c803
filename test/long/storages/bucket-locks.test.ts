import assert from 'node:assert/strict';
import {
  HeadObjectCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { test } from 'node:test';
import { bucketAddress } from '../../../src/core/storages/address/storage-address.ts';
import type { Bucket } from '../../../src/storage/buckets/client/bucket.ts';
import { bucketRig } from '../../support/stand-ins/bucket-rig.ts';
import { keysIn, RETAINED_DAYS } from '../../support/stand-ins/test-buckets.ts';
import { objects, STRUCTURE } from '../../support/backups/vault-user.ts';

const DAY_MS = 86_400_000;
const { service, buckets, proxy, clock, saved, own, storages, lines } = await bucketRig();
const RECORDS = [...STRUCTURE, ...objects(30)];

async function packsIn(bucket: Bucket): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.versions('')) if (key.includes('/packs/')) keys.push(key);
  return keys;
}
const records = (filter: object): Promise<number> =>
  service.connection.collection('bucket_packs').countDocuments(filter);

// First what needs a clock that goes as the bucket's own: later tests leave that behind.

test('a lock that is longer than the one asked for stays, and is known', async (t) => {
  t.after(() => proxy.mend());
  const { user, storage } = await saved('retaining', { lockDays: 1 });
  // Amazon refuses to shorten a lock; the bucket server here would do it.
  proxy.fail(({ path }) =>
    /[?&]retention/.test(path) ? { status: 403, code: 'AccessDenied' } : undefined,
  );
  const { id } = await user.backUp(RECORDS);
  const found = await service.connection
    .collection<{ lockedUntil?: Date }>('bucket_packs')
    .find({ storageId: storage.id, runId: String(id) })
    .toArray();
  assert.ok(found.length > 0);
  const aLittleLess = Date.now() + RETAINED_DAYS * DAY_MS - DAY_MS / 2;
  for (const { lockedUntil } of found) assert.ok((lockedUntil?.getTime() ?? 0) > aLittleLess);
});

test('a lock that the key may not set is told', async (t) => {
  t.after(() => proxy.mend());
  const { user } = await saved('lockable', { lockDays: 30 });
  proxy.fail(({ path }) =>
    /[?&]retention/.test(path) ? { status: 403, code: 'AccessDenied' } : undefined,
  );
  await assert.rejects(user.backUp(RECORDS), { code: 'storage-refused' });
});

/** Keys of every version that has a content. */
async function versionsIn(bucket: Bucket): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key, isMarker } of bucket.versions('')) if (!isMarker) keys.push(key);
  return keys;
}

/**
 * The locks of a bucket's service end, whose clock can't be moved: those that it noted in objects,
 * or else those that it looks up in what the bucket was made for.
 */
async function endLocks(bucket: Bucket, name: string): Promise<void> {
  let noted = 0;
  for await (const { key, versionId, isMarker } of bucket.versions('')) {
    if (isMarker) continue;
    const at = { Bucket: name, Key: key, VersionId: versionId };
    const { ObjectLockMode: mode } = await buckets.client.send(new HeadObjectCommand(at));
    if (!mode) continue;
    noted += 1;
    const Retention = { Mode: 'COMPLIANCE', RetainUntilDate: new Date(0) } as const;
    await buckets.client.send(new PutObjectRetentionCommand({ ...at, Retention }));
  }
  if (noted > 0) return;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' } as const;
  await buckets.client.send(
    new PutObjectLockConfigurationCommand({ Bucket: name, ObjectLockConfiguration }),
  );
}

test('a bucket that locks everything by itself works as others do, and is emptied later', async () => {
  const { user, bucket, vault, storage, address, tenant } = await saved('retaining');
  const kept = await user.backUp(RECORDS);
  const other = await user.backUp([...STRUCTURE, ...objects(30, (id) => `other ${id}`)]);
  const before = await keysIn(bucket);
  await clock.step(10 * 60_000);
  assert.deepEqual((await own.storages.round()).failed, []);
  const marks = (await keysIn(bucket)).filter((key) => key.includes('/mark/'));
  assert.equal(marks.length, 1, 'the mark of the epoch before is deleted');
  assert.ok(!before.includes(marks[0] ?? ''), 'the epoch has moved on');

  await vault.deleteBackups([other.id]);
  const headers = (await keysIn(bucket)).filter((key) => key.includes('/headers/'));
  assert.equal(headers.length, 1, 'the header of the deleted one is not listed');
  assert.equal(await vault.isWhole(kept.id), true);
  const locked = await own.buckets.locked(storage);
  assert.ok(locked && locked.count > 0);
  const retainedMs = RETAINED_DAYS * DAY_MS;
  assert.ok(Math.abs(locked.until.getTime() - Date.now() - retainedMs) < DAY_MS);
  assert.ok((await versionsIn(bucket)).length > (await keysIn(bucket)).length);

  await endLocks(bucket, address.bucket);
  await clock.step(retainedMs + 2 * DAY_MS);
  for (let rounds = 0; rounds < 2; rounds += 1)
    assert.deepEqual((await own.storages.round()).failed, []);
  const hidden = (await versionsIn(bucket)).filter((key) => !key.includes('/mark/'));
  const live = (await keysIn(bucket)).filter((key) => !key.includes('/mark/'));
  assert.deepEqual(hidden, live, 'what was deleted is gone');
  assert.equal(await vault.isWhole(kept.id), true);

  await vault.deleteBackups([kept.id]);
  await storages.leaveOwn(tenant);
  assert.deepEqual((await own.storages.round()).failed, []);
});

test('what backups need is locked, for longer as long as later ones need it, and deleting waits', async () => {
  const { user, bucket, vault, tenant, storage, address } = await saved('lockable', {
    lockDays: 30,
  });
  const lockedUntil = async (key: string): Promise<number> => {
    const at = { Bucket: address.bucket, Key: key };
    const found = await buckets.client.send(new HeadObjectCommand(at));
    assert.equal(found.ObjectLockMode, 'COMPLIANCE');
    return found.ObjectLockRetainUntilDate!.getTime();
  };
  const first = await user.backUp(RECORDS);
  const packs = await packsIn(bucket);
  assert.equal(packs.length, await records({ storageId: storage.id }), 'spills are gone for good');
  const before = await Promise.all(packs.map(lockedUntil));
  assert.ok(
    before.every((at) => at >= clock.now() + 30 * DAY_MS && at < clock.now() + 32 * DAY_MS),
  );
  await clock.step(10 * DAY_MS);
  const second = await user.backUp(RECORDS, first.id);
  assert.equal(second.header.baseId, first.id);
  const shared = await Promise.all(packs.map(lockedUntil));
  assert.ok(shared.some((at) => at >= clock.now() + 30 * DAY_MS));
  await vault.deleteBackups([first.id, second.id]);
  assert.ok((await packsIn(bucket)).length >= packs.length, 'nobody can delete it');
  assert.equal(await vault.isWhole(first.id), false);
  assert.equal(
    await records({ storageId: storage.id, leaving: true }),
    await records({ storageId: storage.id }),
  );
  const locked = await own.buckets.locked(storage);
  assert.equal(locked?.count, await records({ storageId: storage.id }), 'each of them is told');
  const keys = new Set(await packsIn(bucket));
  assert.ok(locked.first.every(({ key, until }) => keys.has(key) && until <= locked.until));
  await storages.leaveOwn(tenant);
  await own.storages.round();
  assert.ok((await packsIn(bucket)).length >= packs.length);
  assert.ok(lines.some((line) => line.includes('is locked')));
});

test('what is locked no longer is deleted by itself', async () => {
  const { user, bucket, vault, storage } = await saved();
  // A plain bucket behind a way that says yes to every lock.
  proxy.fail(({ path }) => (/[?&]retention/.test(path) ? { status: 200, code: '' } : undefined));
  const stored = bucketAddress(await own.store.address(storage.tenantId, storage.id));
  const locked = { ...storage, address: { ...storage.address, lockDays: 2 } };
  await own.store.save(locked, { ...stored, lockDays: 2 });
  const { id } = await user.backUp(RECORDS);
  await vault.deleteBackups([id]);
  const packs = await packsIn(bucket);
  assert.ok(packs.length > 0);
  await own.storages.round();
  assert.deepEqual(await packsIn(bucket), packs);
  await clock.step(4 * DAY_MS);
  await own.storages.round();
  assert.deepEqual(await packsIn(bucket), []);
  assert.equal(await records({ storageId: storage.id }), 0);
});
