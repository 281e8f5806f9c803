/** Databases in use that answer otherwise in the middle of a backup. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  DISK_FULL,
  WRITES_BLOCKED,
  writeRefusingProxy,
} from '../../support/proxies/write-refusing-proxy.ts';
import { ownDatabaseRig } from '../../support/databases/own-database-rig.ts';
import { objects, sorted, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

const { own, clock, opened, storages, alice, save } = await ownDatabaseRig();
const proxy = await writeRefusingProxy({ host: '127.0.0.1', port: Number(new URL(own.uri).port) });
after(() => proxy.close());
const storage = await save({ port: String(proxy.port) });
const user = new VaultUser(storages.open(alice, storage.id), alice);
const RECORDS = [...STRUCTURE, ...objects(20)];
const MORE = [...STRUCTURE, ...objects(30)];
/** One that does not answer is left alone for this long, ms. */
const REST_MS = 11_000;

const refusal = (code: number, codeName: string, errmsg = codeName) => ({ code, codeName, errmsg });

for (const [what, refused, code, says] of [
  ['knows the password no longer', refusal(18, 'AuthenticationFailed'), 'storage-refused', /user/],
  ['takes the right to write away', refusal(13, 'Unauthorized'), 'storage-refused', /rights/],
  ['takes no writes any more', WRITES_BLOCKED, 'storage-refused', /takes no writes/],
  ['is full', DISK_FULL, 'storage-full', /is full/],
  ['is no longer the primary', refusal(10107, 'NotWritablePrimary'), 'storage-unavailable', /./],
  ['is being stopped', refusal(91, 'ShutdownInProgress'), 'storage-unavailable', /./],
  ['takes too long', refusal(50, 'MaxTimeMSExpired'), 'storage-unavailable', /./],
  [
    'asks for fewer requests for good',
    refusal(16500, 'TooManyRequests', 'Error=16500, RetryAfterMs=1, Details=x'),
    'storage-unavailable',
    /fewer requests/,
  ],
] as const)
  test(`a database that ${what} in the middle of a backup is said so, and what was there stays`, async () => {
    const kept = await user.backUp(RECORDS);
    proxy.refuse(refused, own.name);
    await assert.rejects(
      user.backUp(MORE, kept.id),
      (error: { code?: string; message?: string }) => {
        assert.equal(error.code, code);
        assert.match(error.message ?? '', /^The storage Theirs /);
        assert.match(error.message ?? '', says);
        return true;
      },
    );
    proxy.accept();
    await clock.step(REST_MS);
    assert.deepEqual(await user.damage(kept.id), []);
    const next = await user.backUp(MORE, kept.id);
    assert.deepEqual(await user.readAll(next.id), sorted(MORE));
    assert.equal((await opened.store.get(alice, storage.id)).trouble, undefined);
  });
