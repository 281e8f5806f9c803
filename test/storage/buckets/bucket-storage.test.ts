import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import type { Bucket } from '../../../src/storage/buckets/client/bucket.ts';
import { bucketRig, formOf } from '../../support/stand-ins/bucket-rig.ts';
import { keysIn } from '../../support/stand-ins/test-buckets.ts';
import { objects, sorted, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';

const DAY_MS = 86_400_000;
const { service, proxy, clock, saved, own, storages, form, lines } = await bucketRig();
beforeEach(() => proxy.mend());
const RECORDS = [...STRUCTURE, ...objects(30)];

async function versionsIn(bucket: Bucket): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.versions('')) keys.push(key);
  return keys;
}
const marksIn = async (bucket: Bucket): Promise<string[]> =>
  (await keysIn(bucket)).filter((key) => key.includes('/mark/'));
const records = (filter: object): Promise<number> =>
  service.connection.collection('bucket_packs').countDocuments(filter);

test('a bucket that was emptied is noticed, and neither read nor written to', async () => {
  const { user, bucket, vault } = await saved();
  const { id } = await user.backUp(RECORDS);
  const marks = await marksIn(bucket);
  for (const key of marks) await bucket.remove({ key });
  await assert.rejects(user.readAll(id), { code: 'storage-swapped' });
  await assert.rejects(user.backUp(RECORDS), /bucket of the storage Ours is another one/);
  await assert.rejects(vault.deleteBackups([id]), { code: 'storage-swapped' });
  assert.deepEqual(await marksIn(bucket), []);
  for (const key of marks) await bucket.putNew(key, Buffer.alloc(0));
  assert.deepEqual(await user.damage(id), []);
});

test('a bucket that was restored from an older copy is read, but not written to, until it is checked', async () => {
  const { user, bucket, tenant, storage } = await saved();
  const { id } = await user.backUp(RECORDS);
  const older = await marksIn(bucket);
  for (let round = 0; round < 3; round += 1) {
    await clock.step(300_000);
    assert.deepEqual((await own.storages.round()).failed, []);
  }
  const newer = await marksIn(bucket);
  assert.equal(newer.length, 1, 'of each epoch one object, the older ones are gone');
  assert.notDeepEqual(newer, older);
  for (const key of older) await bucket.putNew(key, Buffer.alloc(0));
  assert.deepEqual(await user.readAll(id), sorted(RECORDS), 'an old mark beside it does no harm');
  for (const key of newer) await bucket.remove({ key });
  assert.deepEqual(await user.readAll(id), sorted(RECORDS));
  await assert.rejects(user.backUp(RECORDS), { code: 'storage-restored' });
  await form.renew(tenant, storage.id);
  await user.backUp(RECORDS);
});

test('saving the same bucket again is the same storage, and the secret key is in no list, log or document', async () => {
  const { save, storage, address, tenant } = await saved();
  assert.equal((await save()).storage.id, storage.id);
  const collections = await service.connection.listCollections();
  const documents = await Promise.all(
    collections.map(({ name }) => service.connection.collection(name).find({}).toArray()),
  );
  const dump = JSON.stringify([documents, await own.store.list(tenant), lines]);
  assert.ok(dump.includes(address.accessKey));
  assert.ok(!dump.includes(address.secretKey));
});

for (const kind of ['plain', 'versioned', 'suspended'] as const)
  test(`uninstalling deletes what the app wrote, and nothing else: ${kind}`, async () => {
    const { user, bucket, tenant, storage } = await saved(kind);
    await bucket.putNew('kept/of-somebody-else', Buffer.from('theirs'));
    await bucket.putNew('kept/assets-backup/another/mark/x/000000000001-ab', Buffer.alloc(0));
    await user.backUp(RECORDS);
    await clock.step(300_000);
    await own.storages.round();
    await storages.leaveOwn(tenant);
    assert.deepEqual(await own.store.list(tenant), []);
    await own.storages.round();
    assert.deepEqual((await versionsIn(bucket)).sort(), [
      'kept/assets-backup/another/mark/x/000000000001-ab',
      'kept/of-somebody-else',
    ]);
    for (const name of ['bucket_packs', 'bucket_headers', 'bucket_parts'])
      assert.equal(
        await service.connection.collection(name).countDocuments({ storageId: storage.id }),
        0,
      );
  });

test('two sites share a bucket and a prefix: neither sees the other, nor goes with it', async () => {
  const one = await saved('versioned');
  const other = tenantId(randomBytes(6).toString('hex'));
  const saving = { tenantId: other, by: { accountId: 'bob', name: 'Bob' }, of: undefined };
  const { storage } = await form.save(saving, formOf(one.address, 'Also ours'));
  assert.notEqual(storage.id, one.storage.id);
  const vault = storages.open(other, storage.id);
  const user = new VaultUser(vault, other);
  const [first, kept] = [await one.user.backUp(RECORDS), await user.backUp(RECORDS)];
  assert.deepEqual(
    (await vault.found('', 10)).backups.map(({ id }) => id),
    [kept.id],
  );
  await assert.rejects(vault.openReader(first), { code: 'damaged' });
  await storages.leaveOwn(one.tenant);
  await own.storages.round();
  const left = await keysIn(one.bucket);
  assert.ok(left.length > 0 && left.every((key) => key.includes(`/${other}/`)), left.join());
  assert.deepEqual(await user.damage(kept.id), []);
});

test('stored packs are read back day by day, those in buckets as well', async () => {
  const { user, bucket, storage } = await saved();
  await user.backUp(RECORDS);
  const damaged: string[] = [];
  const read = () =>
    own.packCheck.readDue(async ({ storageId, packs }) => {
      if (storageId === storage.id) damaged.push(...packs);
    }, new AbortController().signal);
  await own.storages.round();
  await read();
  const [key = ''] = (await keysIn(bucket)).filter((each) => each.includes('/packs/'));
  await bucket.remove({ key });
  await bucket.putNew(key, Buffer.from('something else'));
  for (let days = 0; days < 32 && damaged.length === 0; days += 8) {
    await clock.step(8 * DAY_MS);
    await own.storages.round();
    await read();
  }
  assert.equal(damaged.length, 1);
  assert.equal(await records({ storageId: storage.id, damaged: true }), 1);
});

test('packs that are leaving do not end the reading back of those behind them', async () => {
  const { user, bucket, storage } = await saved();
  for (let at = 0; at < 3; at += 1) await user.backUp(RECORDS);
  const damaged: string[] = [];
  const read = () =>
    own.packCheck.readDue(async ({ storageId, packs }) => {
      if (storageId === storage.id) damaged.push(...packs);
    }, new AbortController().signal);
  const stored = service.connection.collection<{ _id: string; pack: string }>('bucket_packs');
  const all = await stored.find({ storageId: storage.id }).sort({ _id: 1 }).toArray();
  const last = all.at(-1);
  assert.ok(last && all.length >= 3);
  const others = { storageId: storage.id, _id: { $ne: last._id } };
  await stored.updateMany(others, { $set: { leaving: true } });
  const [, run = '', rest = ''] = /^[^.]+\.([^.]+)\.(.+)$/s.exec(last.pack) ?? [];
  const keys = await keysIn(bucket);
  const key = keys.find((each) => each.endsWith(`/packs/${run}/${rest}`)) ?? '';
  await bucket.remove({ key });
  await bucket.putNew(key, Buffer.from('something else'));
  await own.storages.round();
  await read();
  for (let days = 0; days < 40; days += 8) {
    await clock.step(8 * DAY_MS);
    await own.storages.round();
    await read();
  }
  assert.deepEqual(damaged, [last.pack]);
  assert.ok((await own.packCheck.state(storage.id))?.endedAt);
});
