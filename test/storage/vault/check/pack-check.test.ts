import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import type { TenantPacks } from '../../../../src/core/storages/pack-check.ts';
import { SERVICE_STORAGE } from '../../../../src/core/storages/storage.ts';
import { ensureIndexes } from '../../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../../src/storage/sealing/tenant-keys.ts';
import { CheckTurns } from '../../../../src/storage/vault/check/check-turns.ts';
import { MongoPackCheck } from '../../../../src/storage/vault/check/mongo-pack-check.ts';
import { serviceStorages } from '../../../support/backups/service-storages.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';
import { objects, STRUCTURE, VaultUser } from '../../../support/backups/vault-user.ts';

const DAY = 86_400_000;
const { connection } = await testDatabase();
const ring = new KeyRing(new Map([['k', randomBytes(32)]]));
const keys = new TenantKeys(connection, ring);
const storages = serviceStorages(connection, keys);
const [alice, bob, carol] = [tenantId('alice'), tenantId('bob'), tenantId('carol')];
const clock = new SteppingClock();
const storage = { storage: SERVICE_STORAGE, connection };
const replica = (of = clock, by = keys) =>
  new MongoPackCheck({ service: connection, storages: [storage], keys: by, clock: of });
const check = replica();
await ensureIndexes(connection);
const packs = connection.collection<{ _id: string; tenantId: string; damaged?: boolean }>('packs');
const never = new AbortController().signal;
const found: TenantPacks[] = [];
const readDue = (by = check) =>
  by.readDue(async (damaged) => {
    found.push(damaged);
  }, never);

for (const tenant of [alice, bob, carol]) {
  const user = new VaultUser(storages.open(tenant, SERVICE_STORAGE.id), tenant);
  for (let at = 0; at < 10; at += 1) await user.backUp([...STRUCTURE, ...objects(3)]);
}
const TOTAL = await packs.countDocuments({});

test('a thirtieth of all packs is read a day, by however many replicas', async () => {
  assert.equal(TOTAL, 60);
  assert.deepEqual(await readDue(), { read: 0, failed: [] });
  let read = 0;
  const others = [replica(), replica()];
  for (let day = 1; day <= 3; day += 1) {
    await clock.step(DAY);
    const rounds = await Promise.all([check, ...others].map((each) => readDue(each)));
    read += rounds.reduce((sum, round) => sum + round.read, 0);
    assert.ok(read >= 2 * day && read <= 2 * day + 4, `${read} on day ${day}`);
    read = 2 * day;
  }
  assert.deepEqual(found, []);
});

test('what is damaged is marked and told, and a tenant whose key is gone stops nobody', async () => {
  const [victim] = await packs
    .find({ tenantId: String(bob) })
    .sort({ _id: 1 })
    .toArray();
  assert.ok(victim);
  await packs.updateOne({ _id: victim._id }, { $set: { data: Buffer.alloc(99) } as never });
  await keys.destroy(carol);
  await connection
    .collection('tenant_keys')
    .updateOne({ _id: String(alice) as never }, { $set: { sealed: Buffer.alloc(60) } });
  const fresh = replica(clock, new TenantKeys(connection, ring));
  const failed = new Set<string>();
  for (let day = 4; day <= 31; day += 1) {
    await clock.step(DAY);
    for (const { what } of (await readDue(fresh)).failed) failed.add(what);
  }
  assert.deepEqual([...failed], ['tenant alice'], 'a damaged data key is told, once a tenant');
  assert.deepEqual(found, [{ tenantId: bob, storageId: SERVICE_STORAGE.id, packs: [victim._id] }]);
  assert.equal((await packs.findOne({ _id: victim._id }))?.damaged, true);
  const state = await check.state(SERVICE_STORAGE.id);
  assert.ok(state?.endedAt, 'a round has ended');
  assert.ok(state.begunAt >= state.endedAt, 'and the next one has begun');
});

test('a clock that was ahead is not believed for ever, and one that leaps ahead starts no storm', async () => {
  const ahead = new SteppingClock();
  await ahead.step(400 * DAY);
  assert.ok((await readDue(replica(ahead))).read <= 20);
  const { begunAt } = (await check.state(SERVICE_STORAGE.id))!;
  await readDue();
  await readDue();
  const healed = (await check.state(SERVICE_STORAGE.id))!;
  assert.ok(healed.begunAt <= begunAt && healed.begunAt.getTime() <= clock.now());
});

test('what a replica read that vanished is read by another one', async () => {
  const [last] = await packs
    .find({ tenantId: String(alice) })
    .sort({ _id: -1 })
    .toArray();
  const begunAt = new Date(clock.now() - 15 * DAY);
  const fields = { begunAt, read: 0, after: last?._id, isThrough: false };
  await connection.collection('pack_checks').updateOne({}, { $set: fields });
  await assert.rejects(
    check.readDue(async () => Promise.reject(new Error('killed')), never),
    /killed/,
  );
  const other = replica();
  assert.equal((await readDue(other)).read, 0, 'it may live');
  await clock.step(130_000);
  found.length = 0;
  assert.equal((await readDue(other)).read, 20);
});

test('of two storages left by a replica that vanished each is taken over', async () => {
  const turns = new CheckTurns(connection, clock);
  const taken = { begunAt: new Date(), after: '', isThrough: false, read: 0, total: 1 };
  const find = async (id: string) => (await turns.find(id))!;
  for (const id of ['one', 'two']) await turns.begin({ _id: id, ...taken });
  await turns.giveBack(await find('two'), 0, {});
  for (const id of ['one', 'two']) assert.ok(await turns.take(await find(id)));
  const takeBoth = async () => [
    await turns.take(await find('one')),
    await turns.take(await find('two')),
  ];
  assert.deepEqual(await takeBoth(), [undefined, undefined], 'it may live');
  await clock.step(130_000);
  assert.deepEqual(await takeBoth(), [2, 3]);
});

test('progress that was changed in the database begins anew', async () => {
  const turns = new CheckTurns(connection, clock);
  const odd = { begunAt: null, after: 7, isThrough: 'no', read: {}, endedAt: 'text' };
  await connection.collection('pack_checks').updateOne({ _id: 'one' as never }, { $set: odd });
  const { turn: _turn, isTaken: _isTaken, ...read } = (await turns.find('one'))!;
  const begunAt = new Date(clock.now());
  assert.deepEqual(read, { _id: 'one', begunAt, after: '', isThrough: false, read: 0, total: 1 });
});

test('a turn that nobody could take, because it was changed in the database, is begun anew', async () => {
  const turns = new CheckTurns(connection, clock);
  const documents = connection.collection<{ _id: string }>('pack_checks');
  const fresh = { begunAt: new Date(clock.now()), after: '', isThrough: false, read: 0, total: 1 };
  for (const turn of ['text', null, { odd: 1 }, 2 ** 60, 0.5]) {
    await turns.begin({ _id: 'odd', ...fresh });
    await documents.updateOne({ _id: 'odd' }, { $set: { turn } });
    assert.equal(await turns.find('odd'), null);
    await turns.begin({ _id: 'odd', ...fresh });
    assert.equal(await turns.take((await turns.find('odd'))!), 1);
    await documents.deleteOne({ _id: 'odd' });
  }
});
