import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import type { BucketStorage } from '../../../src/core/storages/storage.ts';
import { bucketRig } from '../../support/stand-ins/bucket-rig.ts';
import { keysIn } from '../../support/stand-ins/test-buckets.ts';
import { objects, SITE, sorted, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

/** A service that is lost, and the one after it, with other keys and an empty database. */
const [lost, fresh] = [await bucketRig(), await bucketRig()];
const { tenant: alice, address, storage, user, bucket } = await lost.saved('versioned');
const carol = tenantId('carol');
const ada = { accountId: 'ada', name: 'Ada' };
const RECORDS = [...STRUCTURE, ...objects(30)];
const LATER = [...STRUCTURE, ...objects(30, (id) => `later ${id}`)];

const manifests = async (): Promise<string[]> =>
  (await keysIn(bucket)).filter((key) => /\/(headers|parts)\//.test(key));
const look = (recoveryKey: Buffer) =>
  fresh.own.offers.look(carol, { label: 'Found', provider: 's3', address, recoveryKey });
const refusal = (asked: Promise<unknown>): Promise<Record<string, string>> =>
  asked.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => {
      assert.ok(error instanceof InvalidInput, String(error));
      return error.fields;
    },
  );
const attached = async (): Promise<BucketStorage> =>
  (await fresh.own.store.list(carol)).at(-1) as BucketStorage;

let key: Buffer = randomBytes(20);
const made: Awaited<ReturnType<typeof user.backUp>>[] = [];

test('the backups of an earlier version get their headers when the bucket is looked at next', async () => {
  made.push(await user.backUp(RECORDS));
  made.push(await user.backUp(LATER, made[0]?.id));
  const written = await manifests();
  assert.equal(written.length, 2);
  for (const each of written) await bucket.remove({ key: each });
  assert.deepEqual((await lost.own.storages.round()).failed, []);
  assert.deepEqual(await manifests(), written);
});

test('without a recovery key, or with another one, it is said why', async () => {
  const never = await refusal(look(key));
  assert.match(never['recoveryKey'] ?? '', /No recovery key was created .* in this bucket/);
  const old = await lost.own.recoveryKeys.replace(alice, ada);
  await lost.own.recoveryKeys.spread(alice);
  assert.equal((await look(old)).backups, 2);
  await lost.clock.step(1_000);
  key = await lost.own.recoveryKeys.replace(alice, ada);
  await lost.own.recoveryKeys.spread(alice);
  assert.deepEqual((await lost.own.recoveryKeys.state(alice))?.opens, [storage.id]);
  assert.match((await refusal(look(old)))['recoveryKey'] ?? '', /doesn't open the backups/);
  const elsewhere = { ...address, prefix: 'other/' };
  const nothing = fresh.own.offers.look(carol, {
    label: 'Found',
    provider: 's3',
    address: elsewhere,
    recoveryKey: key,
  });
  assert.match((await refusal(nothing))['bucket'] ?? '', /There are no backups/);
});

test('the bucket alone lists its backups, and is attached once', async () => {
  const before = await keysIn(bucket);
  const offer = await look(key);
  assert.deepEqual(await keysIn(bucket), before, 'nothing is written by a look');
  assert.deepEqual([offer.backups, offer.unreadableCount], [2, 0]);
  assert.equal(offer.schemas[0]?.name, SITE.schemaName);
  assert.equal(offer.schemas[0]?.objects, 30);
  assert.ok(offer.usedAt);
  assert.equal(offer.place.kind, 'bucket');
  const [one] = await fresh.own.offers.accept(carol, offer.id, ada);
  const [again] = await fresh.own.offers.accept(carol, offer.id, ada);
  assert.equal(one?.id, again?.id);
  assert.equal((await fresh.own.store.list(carol)).length, 1);
});

test('its backups are read, verified, leaned on and deleted', async () => {
  const { id: storageId } = await attached();
  const vault = fresh.storages.open(carol, storageId);
  const begin = await vault.found('', 1);
  const rest = await vault.found(begin.next ?? '', 10);
  assert.deepEqual([begin.backups.length, rest.next], [1, undefined]);
  const found = [...begin.backups, ...rest.backups];
  assert.deepEqual(new Set(found.map(({ id }) => id)), new Set(made.map(({ id }) => id)));
  assert.ok(found.every((each) => each.header && each.storedBytes > 0));
  await fresh.own.store.endAttaching(carol, storageId);
  const reader = new VaultUser(vault, String(carol));
  for (const backup of made) reader.remember(backup);
  for (const { id } of made) assert.deepEqual(await reader.damage(id), []);
  const [first, second] = made;
  assert.ok(first && second);
  assert.deepEqual(await reader.readAll(second.id), sorted(LATER));
  const packs = (await keysIn(bucket)).filter((each) => each.includes('/packs/')).length;
  const third = await reader.backUp(LATER, second.id);
  assert.equal(third.header.baseId, second.id);
  const after = (await keysIn(bucket)).filter((each) => each.includes('/packs/')).length;
  assert.ok(after - packs <= 2, 'what did not change is there');
  await vault.deleteBackups([first.id]);
  assert.equal((await manifests()).length, 2);
  assert.ok((await manifests()).every((each) => !each.includes(first.id)));
  assert.deepEqual(await reader.readAll(third.id), sorted(LATER));
  assert.deepEqual((await fresh.own.storages.round()).failed, []);
});

test('whoever had it reads, and writes no more, until it is taken back', async () => {
  const old = lost.storages.open(alice, storage.id);
  assert.ok(await old.isWhole(made[1]?.id ?? made[0]!.id));
  await assert.rejects(user.backUp(RECORDS), { code: 'storage-taken' });
  await lost.own.storages.round();
  await assert.rejects(user.backUp(RECORDS), { code: 'storage-taken' });
  await lost.form.renew(alice, storage.id);
  await user.backUp(RECORDS);
  const there = await attached();
  const vault = fresh.storages.open(carol, there.id);
  const writes = new VaultUser(vault, String(carol));
  await assert.rejects(writes.backUp(RECORDS), { code: 'storage-taken' });
  await fresh.form.renew(carol, there.id);
  await writes.backUp(RECORDS);
});

test("its new owner's recovery key opens it on a third installation; uninstalling empties it", async () => {
  const mine = await fresh.own.recoveryKeys.replace(carol, ada);
  await fresh.own.recoveryKeys.spread(carol);
  const third = await bucketRig();
  const dave = tenantId('dave');
  const offer = await third.own.offers.look(dave, {
    label: 'Third',
    provider: 's3',
    address,
    recoveryKey: mine,
  });
  assert.ok(offer.backups >= 3);
  await fresh.storages.leaveOwn(carol);
  await fresh.own.storages.round();
  const left: string[] = [];
  for await (const each of bucket.versions('')) left.push(each.key);
  assert.deepEqual(left, []);
});
