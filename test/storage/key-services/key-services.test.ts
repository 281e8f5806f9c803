import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId, type TenantId } from '../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoKeyServices } from '../../../src/storage/key-services/mongo-key-services.ts';
import { openWithService } from '../../../src/storage/key-services/open-with-service.ts';
import { vaultTransit } from '../../../src/storage/key-services/vault-transit.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { MongoPassphrases } from '../../../src/storage/sealing/mongo-passphrases.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { VaultServer } from '../../support/stand-ins/vault-server.ts';

const database = await testDatabase();
const vault = await VaultServer.start();
const clock = new SteppingClock();
const by = { accountId: 'ada', name: 'Ada' };
const [old, fresh] = [randomBytes(32), randomBytes(32)];
const OLD = new Map([['old', old]]);
const ROTATING = new Map([
  ['new', fresh],
  ['old', old],
]);
const NEW = new Map([['new', fresh]]);

/** A server of the service. */
async function server(ring = OLD, networks = ['127.0.0.0/8']) {
  const opening = { providers: [vaultTransit], gates: composeDatabaseGates(networks) };
  const keyRing = new KeyRing(ring);
  const keys = new TenantKeys(await database.open(), keyRing, clock, openWithService(opening));
  return {
    keys,
    services: new MongoKeyServices({ ...opening, keys, clock }),
    passphrases: new MongoPassphrases(keys, clock),
    secrets: new SecretBox(keys),
  };
}

const one = await server();
await ensureIndexes(await database.open());

const settings = (more: Record<string, string> = {}) => ({
  vaultUrl: vault.url,
  vaultMount: 'transit',
  vaultKey: 'backups',
  vaultNamespace: '',
  vaultToken: vault.token,
  vaultCa: '',
  ...more,
});
const use = (of: TenantId, { withRing = false, on = one, more = {} } = {}) =>
  on.services.use(of, { kind: vaultTransit, settings: settings(more), withRing, by });
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'opens',
    (error: { code?: unknown }) => error.code,
  );

test('with a key service the ring opens secrets, and no backups without the service', async () => {
  const alice = tenantId('alice');
  const dataKey = await one.keys.dataKey(alice);
  const sealed = await one.secrets.seal(alice, 'document', 'field', 'secret');
  await use(alice);
  const other = await server();
  assert.ok(dataKey.equals(await other.keys.dataKey(alice)), 'any server asks the key service');
  const asked = vault.asked.length;
  await Promise.all([other.keys.dataKey(alice), other.keys.dataKey(alice)]);
  assert.equal(vault.asked.length, asked, 'what it answered counts for a while');
  vault.fault = 'revoked';
  assert.equal(await codeOf(other.keys.dataKey(alice)), 'opens');
  await clock.step(61_000);
  assert.equal(await codeOf(other.keys.dataKey(alice)), 'key-refused');
  assert.equal(await other.secrets.open(alice, 'document', 'field', sealed), 'secret');
  vault.fault = 'none';
  assert.equal(await codeOf(other.keys.dataKey(alice)), 'key-refused', 'it is not asked at once');
  await clock.step(11_000);
  assert.equal(await codeOf(other.keys.dataKey(alice)), 'opens');
});

test('a service that is sealed, redirects or is none is waited for, and one question is asked at a time', async () => {
  const bob = tenantId('bob');
  await use(bob);
  for (const fault of ['sealed', 'redirects', 'not-vault'] as const) {
    vault.fault = fault;
    await clock.step(61_000);
    const asked = vault.asked.length;
    const answers = await Promise.all([
      codeOf(one.keys.dataKey(bob)),
      codeOf(one.keys.dataKey(bob)),
      codeOf(one.keys.dataKey(bob)),
    ]);
    assert.deepEqual(new Set(answers), new Set(['key-service-unavailable']), fault);
    assert.equal(vault.asked.length, asked + 1);
    await one.services.round();
    assert.match((await one.services.state(bob))?.trouble ?? '', /can't be used right now/);
  }
  vault.fault = 'none';
  await one.services.check(bob);
  assert.equal((await one.services.state(bob))?.trouble, undefined);
});

test('its token is kept alive once an hour, and is never shown', async () => {
  const carol = tenantId('carol');
  const own = await VaultServer.start();
  await use(carol, { more: { vaultUrl: own.url } });
  await one.services.round();
  assert.equal(own.renewals, 1);
  await clock.step(3_599_000);
  await one.services.round();
  assert.equal(own.renewals, 1);
  await clock.step(1_000);
  await one.services.round();
  assert.equal(own.renewals, 2);
  const state = await one.services.state(carol);
  assert.ok(!JSON.stringify(state).includes(own.token));
  assert.equal((await one.services.secrets(carol))['vaultToken'], own.token);
});

test('a token with a short period is renewed after a third of it, and soon again if that failed', async () => {
  const oscar = tenantId('oscar');
  const own = await VaultServer.start();
  const access = () => ({ vaultUrl: own.url, vaultToken: own.token });
  const roundAfter = async (minutes: number, on = one): Promise<number> => {
    const before = own.renewals;
    await clock.step(minutes * 60_000);
    await on.services.round();
    return own.renewals - before;
  };
  own.renewal = { status: 200, seconds: 1_800 };
  await use(oscar, { more: access() });
  assert.equal(await roundAfter(0), 1);
  assert.equal(await roundAfter(9), 0);
  assert.equal(await roundAfter(1), 1);
  for (const status of [429, 503]) {
    own.renewal = { status, seconds: 1_800 };
    assert.equal(await roundAfter(10), 1);
    assert.equal(await roundAfter(0), 1, 'it is tried again in the next round');
    own.renewal.status = 200;
    assert.equal(await roundAfter(0), 1);
    assert.equal(await roundAfter(0), 0);
  }
  for (const status of [400, 403]) {
    own.renewal = { status, seconds: 1_800 };
    assert.equal(await roundAfter(60), 1);
    assert.equal(await roundAfter(59), 0, 'it may not be renewed');
    own.renewal.status = 200;
    assert.equal(await roundAfter(1), 1);
  }
  own.renewal.seconds = 0;
  assert.equal(await roundAfter(10), 1);
  assert.equal(await roundAfter(59), 0, 'it does not expire');
  const other = await server();
  assert.equal(await roundAfter(0, other), 1);
  own.token = 's.the-next-token';
  await use(oscar, { more: access() });
  assert.equal(await roundAfter(0), 1, 'a new token is renewed at once');
  assert.equal(await roundAfter(0, other), 1, 'on each server');
  await one.services.leave(oscar);
});

test('what is wrong is said beside its field, and nothing is half saved', async () => {
  const dave = tenantId('dave');
  const wrong = async (more: Record<string, string>, on = one): Promise<string> => {
    const error: unknown = await use(dave, { more, on }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof InvalidInput, String(error));
    return JSON.stringify(error.fields);
  };
  assert.match(await wrong({ vaultToken: 'wrong' }), /^{"vaultToken":"Vault refuses this token/);
  assert.match(
    await wrong({ vaultMount: 'other' }),
    /^{"vaultMount":"Vault has no transit engine at other/,
  );
  assert.match(
    await wrong({ vaultKey: 'unknown' }),
    /^{"vaultKey":"Vault doesn't have the key unknown/,
  );
  assert.match(await wrong({ vaultUrl: 'http://127.0.0.1:1' }), /^{"vaultUrl":"The server refused/);
  assert.match(await wrong({ vaultUrl: 'https://vault.invalid' }), /^{"vaultUrl":"Host not found/);
  assert.match(await wrong({ vaultUrl: 'https://[bad' }), /^{"vaultUrl":"Enter an address such as/);
  const closed = await server(OLD, []);
  assert.match(await wrong({}, closed), /^{"vaultUrl":"http:\/\/ only works for addresses/);
  assert.match(
    await wrong({ vaultUrl: 'https://10.0.0.1' }, closed),
    /leads into a private network/,
  );
  assert.match(
    await wrong({ vaultUrl: 'https://localhost' }, closed),
    /leads into a private network/,
  );
  assert.equal(await one.services.state(dave), undefined);
  assert.equal(await codeOf(one.keys.dataKey(dave)), 'opens');
});

test('another key takes the place of one, and then the ring alone opens the backups again', async () => {
  const erin = tenantId('erin');
  const dataKey = await one.keys.dataKey(erin);
  await use(erin);
  vault.makeKey('another');
  await use(erin, { more: { vaultKey: 'another' }, withRing: true });
  assert.ok(dataKey.equals(await (await server()).keys.dataKey(erin)));
  await one.services.leave(erin);
  assert.equal(await one.services.state(erin), undefined);
  vault.fault = 'revoked';
  assert.ok(dataKey.equals(await (await server()).keys.dataKey(erin)));
  vault.fault = 'none';
});

test('what replaces a token that has expired opens the backups again', async () => {
  const judy = tenantId('judy');
  const own = await VaultServer.start();
  const access = (token = own.token) => ({ vaultUrl: own.url, vaultToken: token });
  const dataKey = await one.keys.dataKey(judy);
  await use(judy, { more: access(), withRing: true });
  const expired = own.token;
  own.token = 's.the-next-token';
  await clock.step(61_000);
  assert.equal(await codeOf(one.keys.dataKey(judy)), 'key-refused');
  await assert.rejects(use(judy, { more: access(expired) }), InvalidInput, 'beside its field');
  own.makeKey('another');
  const elsewhere = use(judy, { more: { ...access(), vaultKey: 'another' } });
  assert.equal(await codeOf(elsewhere), 'key-refused', 'nothing opens the key of now');
  await use(judy, { more: access() });
  for (const { keys } of [one, await server()]) assert.ok(dataKey.equals(await keys.dataKey(judy)));
  assert.equal((await one.services.secrets(judy))['vaultToken'], own.token);
  await one.services.leave(judy);
});

test('a service that has moved is found again at its new address', async () => {
  const mallory = tenantId('mallory');
  const [before, after] = [await VaultServer.start(), await VaultServer.start()];
  const dataKey = await one.keys.dataKey(mallory);
  await use(mallory, { more: { vaultUrl: before.url } });
  for (const [name, key] of before.keys) after.keys.set(name, key);
  before.fault = 'not-vault';
  await use(mallory, { more: { vaultUrl: after.url } });
  assert.ok(dataKey.equals(await one.keys.dataKey(mallory)));
});

test('saved settings that were damaged are entered again', async () => {
  const niaj = tenantId('niaj');
  const dataKey = await one.keys.dataKey(niaj);
  await use(niaj);
  const keys = (await database.open()).collection<{ _id: string }>('tenant_keys');
  await keys.updateOne({ _id: niaj }, { $set: { 'keyService.settings': randomBytes(40) } });
  const other = await server();
  assert.equal(await codeOf(other.keys.dataKey(niaj)), 'damaged');
  assert.deepEqual(await other.services.secrets(niaj), {});
  await use(niaj, { on: other });
  assert.ok(dataKey.equals(await other.keys.dataKey(niaj)));
});

test('it is no way around a passphrase, and destroying the key leaves nothing', async () => {
  const frank = tenantId('frank');
  await one.passphrases.set(frank, 'correct horse battery', {
    current: undefined,
    withRing: false,
    by,
  });
  assert.equal(await codeOf(use(frank)), 'passphrase-set');
  const grace = tenantId('grace');
  await use(grace);
  await one.keys.destroy(grace);
  assert.equal(await codeOf(one.keys.dataKey(grace)), 'not-found');
  assert.deepEqual(await one.services.state(grace), undefined);
});

test('beside the ring both are needed, and the ring is rotated as ever', async () => {
  const [heidi, ivan] = [tenantId('heidi'), tenantId('ivan')];
  const dataKeys = [await one.keys.dataKey(heidi), await one.keys.dataKey(ivan)];
  await use(heidi, { withRing: true });
  await one.passphrases.set(ivan, 'correct horse battery', {
    current: undefined,
    withRing: true,
    by,
  });
  assert.equal((await one.passphrases.state(ivan))?.withRing, true);
  const stranger = await server(new Map([['old', randomBytes(32)]]));
  assert.equal(await codeOf(stranger.keys.dataKey(heidi)), 'damaged');
  const unlocking = stranger.passphrases.unlock(ivan, 'correct horse battery', 1);
  assert.equal(await codeOf(unlocking), 'damaged');
  const rotating = await server(ROTATING);
  await rotating.keys.rotation.rewrapAll();
  const later = await server(NEW);
  assert.ok(dataKeys[0]?.equals(await later.keys.dataKey(heidi)));
  await later.passphrases.unlock(ivan, 'correct horse battery', 1);
  assert.ok(dataKeys[1]?.equals(await later.keys.dataKey(ivan)));
});
