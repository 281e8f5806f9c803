/** The operator's ring is rotated: by several replicas, while keys are made and used. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { rotateKeys } from '../../../src/compose/storage/rotate-keys.ts';
import { tenantId, type TenantId } from '../../../src/core/kernel/ids.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const OLD: [string, Buffer] = ['old', randomBytes(32)];
const NEW: [string, Buffer] = ['new', randomBytes(32)];

interface Line {
  done: number;
  total: number;
  message: string;
}

/** Replicas of a service, and what their logs say. */
async function service() {
  const database = await testDatabase();
  const lines: Line[] = [];
  const log = {
    ...silentLog,
    info: (fields: object, message: string) =>
      void lines.push({ ...(fields as { done: number; total: number }), message }),
  };
  let passedMs = 0;
  // Time flies: nothing is remembered from one call to the next.
  const monotonicMs = (): number => {
    passedMs += 61_000;
    return passedMs;
  };
  const replica = async (...ring: [string, Buffer][]) => {
    const keys = new TenantKeys(await database.open(), new KeyRing(new Map(ring)), {
      monotonicMs,
    });
    return { keys, rotate: () => rotateKeys(keys.rotation, log) };
  };
  return { database, lines, replica };
}

const tenantsFrom = (first: number, count: number): TenantId[] =>
  Array.from({ length: count }, (_none, at) => tenantId(`tenant${first + at}`));

test('three replicas rotate the ring while keys are made and used: each key once, and none is lost', async () => {
  const { database, lines, replica } = await service();
  const before = await replica(OLD, NEW);
  await ensureIndexes(await database.open());
  const [early, late] = [tenantsFrom(0, 30), tenantsFrom(100, 30)];
  const known = new Map<TenantId, Buffer>();
  for (const id of early) known.set(id, await before.keys.dataKey(id));
  const replicas = await Promise.all([0, 1, 2].map(() => replica(NEW, OLD)));
  const use = async (keys: TenantKeys): Promise<void> => {
    for (const id of [...early, ...early]) {
      const key = known.get(id);
      assert.ok(key?.equals(await keys.dataKey(id)), id);
    }
  };
  const makeMore = async (): Promise<void> => {
    for (const id of late) known.set(id, await before.keys.dataKey(id));
  };
  const [rounds] = await Promise.all([
    Promise.all(replicas.map(({ rotate }) => rotate())),
    // The last replica of the version before is still being replaced.
    makeMore(),
    ...replicas.map(({ keys }) => use(keys)),
  ]);
  const last = tenantId('last');
  known.set(last, await before.keys.dataKey(last));
  for (const { rotate } of replicas) rounds.push(await rotate());
  assert.deepEqual(
    rounds.flatMap(({ failed }) => failed),
    [],
  );
  const all = { done: known.size, total: known.size };
  assert.equal(
    rounds.reduce((sum, { done }) => sum + done, 0),
    known.size,
    'no key is sealed anew twice',
  );
  assert.ok(lines.every(({ done, total }) => done <= total));
  assert.deepEqual(lines.filter(({ message }) => message.startsWith('All')).at(-1), {
    ...all,
    message: 'All data keys are sealed with the active key. The others may go.',
  });
  const after = await replica(NEW);
  assert.deepEqual(await after.keys.rotation.unfit(), { missing: [], different: [] });
  for (const [id, key] of known) assert.ok(key.equals(await after.keys.dataKey(id)), id);
});

test('the log says how far it is, while it is still going on as well', async () => {
  const { database, lines, replica } = await service();
  const ring = new KeyRing(new Map([OLD]));
  const { keys, rotate } = await replica(NEW, OLD);
  await ensureIndexes(await database.open());
  const documents = tenantsFrom(0, 600).map((id) => ({
    _id: String(id),
    ...ring.wrap(randomBytes(32), id),
  }));
  const stored = database.connection.collection<{ _id: string }>('tenant_keys');
  await stored.insertMany(documents);
  assert.deepEqual(await rotate(), { done: 600, failed: [] });
  assert.deepEqual(lines, [
    { done: 500, total: 600, message: 'Data keys are being sealed with the active key.' },
    {
      done: 600,
      total: 600,
      message: 'All data keys are sealed with the active key. The others may go.',
    },
  ]);
  assert.deepEqual(await rotate(), { done: 0, failed: [] });
  assert.equal(lines.length, 2, 'where nothing is left to do, nothing is said');
  assert.equal((await keys.rotation.state()).left, 0);
});

test('a different key under an old name counts as missing, and seals nothing', async () => {
  const { database, replica } = await service();
  const before = await replica(OLD);
  await ensureIndexes(await database.open());
  const [alice, bob] = [tenantId('alice'), tenantId('bob')];
  const dataKey = await before.keys.dataKey(alice);
  const wrong = await replica(['old', randomBytes(32)]);
  const different = { missing: [], different: ['old'] };
  for (let time = 0; time < 2; time += 1)
    assert.deepEqual(await wrong.keys.rotation.unfit(), different);
  assert.equal(await wrong.keys.rotation.operatorSeal(alice), 'missing');
  for (const id of [alice, bob])
    await assert.rejects(wrong.keys.dataKey(id), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'key-missing');
      assert.doesNotMatch(error.message, /old/, 'strangers may read it');
      assert.match(String(error.cause), /different key named "old".* Put the old key back/);
      return true;
    });
  const beside = await replica(NEW, ['old', randomBytes(32)]);
  assert.deepEqual(await beside.keys.rotation.unfit(), different);
  const [failure] = (await beside.rotate()).failed;
  assert.equal(failure?.what, 'tenant alice');
  await beside.keys.dataKey(bob);
  const mended = await replica(NEW, OLD);
  assert.deepEqual(await mended.keys.rotation.unfit(), { missing: [], different: [] });
  assert.ok(dataKey.equals(await mended.keys.dataKey(alice)));
});

test('a data key that was changed is not taken for a different key on the ring', async () => {
  const { database, replica } = await service();
  const before = await replica(OLD);
  await ensureIndexes(await database.open());
  const [alice, bob] = [tenantId('alice'), tenantId('bob')];
  for (const id of [alice, bob]) await before.keys.dataKey(id);
  const stored = database.connection.collection<{ _id: string }>('tenant_keys');
  await stored.updateOne({ _id: alice }, { $set: { sealed: Buffer.alloc(60) } });
  const { keys } = await replica(OLD);
  assert.deepEqual(await keys.rotation.unfit(), { missing: [], different: [] });
  await assert.rejects(keys.dataKey(alice), { code: 'damaged' });
  await keys.dataKey(bob);
});

test('how the key of one site is sealed is known before, during and after', async () => {
  const { database, replica } = await service();
  const before = await replica(OLD);
  const during = await replica(NEW, OLD);
  const after = await replica(NEW);
  await ensureIndexes(await database.open());
  const alice = tenantId('alice');
  const sealOf = ({ keys }: typeof before) => keys.rotation.operatorSeal(alice);
  assert.equal(await sealOf(before), 'none-yet');
  await before.keys.dataKey(alice);
  assert.equal(await sealOf(before), 'current');
  assert.equal(await sealOf(during), 'earlier');
  assert.equal(await sealOf(after), 'missing');
  await during.rotate();
  assert.equal(await sealOf(during), 'current');
  assert.equal(await sealOf(after), 'current');
  assert.equal(await sealOf(before), 'missing', 'whoever has only the old key is told');
});
