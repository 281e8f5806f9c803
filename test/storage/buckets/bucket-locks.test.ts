import assert from 'node:assert/strict';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { test } from 'node:test';
import { bucketAddress } from '../../../src/core/storages/address/storage-address.ts';
import type { Bucket } from '../../../src/storage/buckets/client/bucket.ts';
import { bucketRig } from '../../support/stand-ins/bucket-rig.ts';
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
