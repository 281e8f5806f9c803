import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId, type TenantId } from '../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { MongoPassphrases } from '../../../src/storage/sealing/mongo-passphrases.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const database = await testDatabase();
const key = randomBytes(32);
const ada = { accountId: 'ada', name: 'Ada' };
const clock = new SteppingClock();

/** A server of the service: what it has opened is in its memory alone. */
async function server(ring = new Map([['k', key]])) {
  const keys = new TenantKeys(await database.open(), new KeyRing(ring), clock);
  return { keys, passphrases: new MongoPassphrases(keys, clock), secrets: new SecretBox(keys) };
}

const [one, other] = [await server(), await server()];
await ensureIndexes(await database.open());
const wrongOf = async (asked: Promise<unknown>): Promise<Record<string, string>> => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof InvalidInput, String(error));
  return error.fields;
};
const isOpen = ({ keys }: typeof one, of: TenantId): Promise<boolean> =>
  keys.dataKey(of).then(
    () => true,
    (error: { code?: string }) => {
      assert.equal(error.code, 'key-locked');
      return false;
    },
  );

test('with a passphrase the ring opens secrets, and no backups, on any server', async () => {
  const alice = tenantId('alice');
  const dataKey = await one.keys.dataKey(alice);
  const sealed = await one.secrets.seal(alice, 'document', 'field', 'secret');
  assert.ok(dataKey.equals(await other.keys.dataKey(alice)));
  await one.passphrases.set(alice, 'correct horse battery', {
    current: undefined,
    withRing: false,
    by: ada,
  });
  assert.ok(await isOpen(one, alice), 'whoever set it goes on');
  await clock.step(61_000);
  assert.equal(await isOpen(other, alice), false);
  assert.equal(await other.secrets.open(alice, 'document', 'field', sealed), 'secret');
  await other.passphrases.unlock(alice, 'correct horse battery', 1);
  assert.ok(dataKey.equals(await other.keys.dataKey(alice)));
  await clock.step(3_600_000);
  assert.equal(await isOpen(other, alice), false, 'after an hour it is locked again');
  assert.equal(await isOpen(await server(), alice), false, 'a restart locks');
  one.passphrases.lock(alice);
  assert.equal(await isOpen(one, alice), false);
  assert.equal((await one.passphrases.state(alice))?.unlocked, undefined);
});

test('a wrong one is told beside its field, and each further one is slower', async () => {
  const bob = tenantId('bob');
  await one.passphrases.set(bob, 'correct horse battery', {
    current: undefined,
    withRing: false,
    by: ada,
  });
  const unlock = (passphrase: string) => one.passphrases.unlock(bob, passphrase, undefined);
  const first = await wrongOf(unlock('wrong'));
  assert.match(first['passphrase'] ?? '', /isn't the passphrase\. Try again in a second/);
  assert.match((await wrongOf(unlock('correct horse battery')))['passphrase'] ?? '', /^Try again/);
  await clock.step(1_000);
  assert.match((await wrongOf(unlock('wrong')))['passphrase'] ?? '', /in 2 seconds/);
  const sideBySide = await Promise.all([wrongOf(unlock('a')), wrongOf(unlock('b'))]);
  assert.ok(sideBySide.every(({ passphrase }) => passphrase?.startsWith('Try again')));
  await clock.step(2_000);
  await unlock('correct horse battery');
  assert.deepEqual((await one.passphrases.state(bob))?.unlocked, { until: undefined });
});

test('it is changed and removed by whoever knows it, while the data key stays what it is', async () => {
  const carol = tenantId('carol');
  const dataKey = await one.keys.dataKey(carol);
  const set = (passphrase: string, current?: string) =>
    one.passphrases.set(carol, passphrase, { current, withRing: false, by: ada });
  await set('correct horse battery');
  assert.ok((await wrongOf(set('another passphrase', 'wrong')))['current']);
  await clock.step(1_000);
  await set('another passphrase', 'correct horse battery');
  assert.ok((await wrongOf(one.passphrases.remove(carol, 'correct horse battery')))['current']);
  await clock.step(1_000);
  await one.passphrases.remove(carol, 'another passphrase');
  assert.equal(await one.passphrases.state(carol), undefined);
  assert.ok(dataKey.equals(await (await server()).keys.dataKey(carol)));
});

test('the ring is rotated as ever, and destroying the key leaves no passphrase', async () => {
  const dave = tenantId('dave');
  const sealed = await one.secrets.seal(dave, 'document', 'field', 'secret');
  await one.passphrases.set(dave, 'correct horse battery', {
    current: undefined,
    withRing: false,
    by: ada,
  });
  const fresh = randomBytes(32);
  const rotating = await server(
    new Map([
      ['new', fresh],
      ['k', key],
    ]),
  );
  await rotating.keys.rotation.rewrapAll();
  const later = await server(new Map([['new', fresh]]));
  assert.equal(await later.secrets.open(dave, 'document', 'field', sealed), 'secret');
  assert.deepEqual((await later.keys.rotation.state()).left, 0);
  await later.passphrases.unlock(dave, 'correct horse battery', 1);
  await later.keys.destroy(dave);
  await assert.rejects(later.keys.dataKey(dave), { code: 'not-found' });
  assert.equal(await later.passphrases.state(dave), undefined);
});

test('of two who set a passphrase at once one is told that the other was first', async () => {
  const erin = tenantId('erin');
  await one.keys.dataKey(erin);
  const wish = { current: undefined, withRing: false, by: ada };
  const words = ['correct horse battery', 'another staple of words'];
  const asked = words.map((each, at) => [one, other][at]!.passphrases.set(erin, each, wish));
  const outcomes = await Promise.allSettled(asked);
  const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  assert.deepEqual(
    refused.map((error: { code?: string }) => error.code),
    ['keys-changed'],
  );
  const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
  await other.passphrases.unlock(erin, words[winner]!, 1);
});
