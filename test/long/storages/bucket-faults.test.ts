import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import type { Trouble } from '../../support/proxies/bucket-proxy.ts';
import { bucketRig } from '../../support/stand-ins/bucket-rig.ts';
import { keysIn } from '../../support/stand-ins/test-buckets.ts';
import { objects, sorted, STRUCTURE } from '../../support/backups/vault-user.ts';

const { buckets, proxy, clock, saved, own } = await bucketRig();
beforeEach(() => proxy.mend());
const RECORDS = [...STRUCTURE, ...objects(30)];
const isPack = (path: string): boolean => path.includes('/packs/');

/** Does something to the first few requests of packs by one method. */
function firstOf(count: number, method: string, trouble: ReturnType<Trouble>): Trouble {
  let left = count;
  return (asked) => {
    if (asked.method !== method || !isPack(asked.path) || left === 0) return undefined;
    left -= 1;
    return trouble;
  };
}

for (const [what, trouble] of [
  ['asks for time', firstOf(2, 'PUT', { status: 503, code: 'SlowDown' })],
  ['breaks off before a write', firstOf(2, 'PUT', 'drop')],
  ['writes, and loses its answer', firstOf(1, 'PUT', 'lose')],
  ['says that somebody else writes', firstOf(1, 'PUT', { status: 409, code: 'Conflict' })],
  ['breaks off in the middle of an answer', firstOf(2, 'GET', 'cut')],
] as const)
  test(`a service that ${what} is asked again, and the backup is whole`, async () => {
    const { user } = await saved();
    proxy.fail(trouble);
    const { id } = await user.backUp(RECORDS);
    assert.deepEqual(await user.readAll(id), sorted(RECORDS));
    assert.deepEqual(await user.damage(id), []);
  });

test('a service that takes the mark of a deletion for an object keeps nothing from being put there', async () => {
  const bucket = buckets.open(await buckets.make('versioned', { endpoint: proxy.endpoint }));
  await bucket.putNew('again', Buffer.from('old'));
  await bucket.remove({ key: 'again' });
  let refusals = 0;
  proxy.fail(({ method, path }) => {
    if (method !== 'PUT' || !path.includes('/again') || refusals > 0) return undefined;
    refusals += 1;
    return { status: 412, code: 'PreconditionFailed' };
  });
  assert.equal((await bucket.putNew('again', Buffer.from('new'))).isNew, true);
  assert.equal(refusals, 1);
  assert.equal(String(await bucket.read('again')), 'new');
  assert.equal((await bucket.putNew('again', Buffer.from('newer'))).isNew, false);
});

test('a slow service is waited for', async () => {
  const { user } = await saved();
  const release = proxy.hold();
  let isDone = false;
  const backup = user.backUp(RECORDS).then((made) => {
    isDone = true;
    return made;
  });
  const before = proxy.asked.length;
  while (proxy.asked.length === before) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isDone, false);
  release();
  assert.deepEqual(await user.damage((await backup).id), []);
});

for (const [what, trouble, code, says] of [
  ['is gone', () => 'drop', 'storage-unavailable', /Ours doesn't answer/],
  [
    'asks for time for good',
    () => ({ status: 503, code: 'SlowDown', headers: { 'retry-after': '1' } }),
    'storage-unavailable',
    /Ours asks for fewer requests/,
  ],
  ['lets nobody in', () => ({ status: 403, code: 'AccessDenied' }), 'storage-refused', /policy/],
  [
    'knows the key no longer',
    () => ({ status: 403, code: 'InvalidAccessKeyId' }),
    'storage-refused',
    /doesn't know this access key/,
  ],
  ['has no such bucket', () => ({ status: 404, code: 'NoSuchBucket' }), 'storage-refused', /exist/],
] satisfies [string, Trouble, string, RegExp][])
  test(`a service that ${what} is said in a sentence, and goes on when it is back`, async () => {
    const { user, storage, tenant } = await saved();
    const { id } = await user.backUp(RECORDS);
    proxy.fail(trouble);
    const failed = await user.readAll(id).then(
      () => assert.fail('it was read'),
      (error: unknown) => error as Error & { code: string },
    );
    assert.equal(failed.code, code);
    assert.match(failed.message, says);
    assert.equal((await own.store.get(tenant, storage.id)).trouble?.message, failed.message);
    if (/fewer/.test(failed.message))
      assert.equal((failed as Error as Unavailable).retryAfterMs, 1_000);
    // What does not answer is left alone for a while.
    const before = proxy.asked.length;
    if (code === 'storage-unavailable') {
      await assert.rejects(user.readAll(id), { code });
      assert.equal(proxy.asked.length, before);
    }
    proxy.mend();
    await clock.step(11_000);
    assert.deepEqual(await user.readAll(id), sorted(RECORDS));
    assert.equal((await own.store.get(tenant, storage.id)).trouble, undefined);
  });

for (const [what, refusal, code] of [
  ['full', { status: 507, code: 'XMinioStorageFull' }, 'storage-full'],
  ['no longer writable', { status: 403, code: 'AccessDenied' }, 'storage-refused'],
] as const)
  test(`a bucket that is ${what} in the middle of a backup fails it, and what was there stays`, async () => {
    const { user, vault } = await saved();
    const kept = await user.backUp(RECORDS);
    proxy.fail(firstOf(Infinity, 'PUT', refusal));
    await assert.rejects(user.backUp([...RECORDS, ...objects(60)], kept.id), { code });
    proxy.mend();
    assert.deepEqual(await user.damage(kept.id), []);
    assert.deepEqual(await vault.missing(kept), []);
  });

test('a deletion that breaks off leaves no header in the bucket that names what is gone', async () => {
  const { user, vault, bucket } = await saved();
  const { id } = await user.backUp(RECORDS);
  const inBucket = async (kind: string): Promise<number> =>
    (await keysIn(bucket)).filter((key) => key.includes(`/${kind}/`)).length;
  assert.equal(await inBucket('headers'), 1);
  proxy.fail(firstOf(Infinity, 'DELETE', { status: 403, code: 'AccessDenied' }));
  await assert.rejects(vault.deleteBackups([id]), { code: 'storage-refused' });
  assert.equal(await inBucket('headers'), 0);
  assert.ok((await inBucket('packs')) > 0);
  proxy.mend();
  await vault.deleteBackups([id]);
  assert.equal(await inBucket('packs'), 0);
});

test('a pack that somebody deleted in the bucket is missed, and the next backup stores it anew', async () => {
  const { user, vault, bucket } = await saved();
  const first = await user.backUp(RECORDS);
  for await (const { key } of bucket.list('')) if (isPack(key)) await bucket.remove({ key });
  assert.notDeepEqual(await vault.missing(first), []);
  assert.notDeepEqual(await user.damage(first.id), []);
  const next = await user.backUp(RECORDS, first.id);
  assert.deepEqual(await user.damage(next.id), []);
});
