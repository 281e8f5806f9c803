import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { composeStores } from '../../../src/compose/storage/compose-stores.ts';
import { DAY_MS } from '../../../src/core/kernel/time/durations.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId, type TenantId } from '../../../src/core/kernel/ids.ts';
import { writeRecoveryKey } from '../../../src/core/storages/keys/read-recovery-key.ts';
import type { DatabaseAddress } from '../../../src/core/storages/address/database-address.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { walkDatabase } from '../../../src/storage/vault/check/pack-walk.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { claimedBy, objects, SITE, STRUCTURE } from '../../support/backups/vault-user.ts';

const YEAR_MS = 365 * DAY_MS;
const ada = { accountId: 'ada', name: 'Ada' };
const own = await testDatabase();
const ADDRESS: DatabaseAddress = {
  hosts: [`127.0.0.1:${new URL(own.uri).port}`],
  isSrv: false,
  database: own.name,
  user: '',
  password: '',
  authSource: 'admin',
  tls: false,
  ca: '',
};

/** A service with a database and keys of its own. */
async function service(clock: Clock = systemClock) {
  const { connection } = await testDatabase();
  const keyRing = new KeyRing(new Map([['key', randomBytes(32)]]));
  const stores = composeStores({
    service: connection,
    storage: connection,
    keyRing,
    kinds: runKinds,
    clock,
    privateNetworks: ['127.0.0.0/8'],
  });
  after(() => stores.own.databases.close());
  await ensureIndexes(connection);
  return stores;
}

type Service = Awaited<ReturnType<typeof service>>;

/** Makes the database a storage of a tenant, with one backup in it. */
async function fill({ own: parts, storages }: Service, of: TenantId, id: string): Promise<string> {
  await parts.probe.prepare(of, id, ADDRESS);
  const address = { ...ADDRESS, password: undefined };
  const storage = {
    id,
    tenantId: of,
    kind: 'own-database',
    provider: 'mongodb',
    label: id,
    address,
    createdAt: new Date(0),
    addedBy: ada,
    revision: 0,
  } as const;
  await parts.store.save(storage, ADDRESS);
  return backUp(storages.open(of, id), of);
}

async function backUp(vault: ReturnType<Service['storages']['open']>, of: TenantId) {
  const runId = newRunId();
  const writer = await vault.openWriter({ runId, ...claimedBy(1) });
  for (const record of [...STRUCTURE, ...objects(3)]) await writer.put(record);
  const createdAt = '2026-11-20T10:00:00.000Z';
  await writer.finish({ tenantId: of, backupId: runId, createdAt, site: SITE });
  return runId;
}

const refusal = (asked: Promise<unknown>): Promise<Record<string, string>> =>
  asked.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => {
      assert.ok(error instanceof InvalidInput, String(error));
      return error.fields;
    },
  );

const [alice, bob, carol] = [tenantId('alice'), tenantId('bob'), tenantId('carol')];
const clock = new AdjustableClock();
const [old, fresh] = [await service(clock), await service()];
const look = (by: Service, of: TenantId, recoveryKey: Buffer) =>
  by.own.offers.look(of, { label: 'Found', provider: 'mongodb', address: ADDRESS, recoveryKey });
const kept: string[] = [];

test('a database for which no recovery key was ever made is refused in words', async () => {
  kept.push(await fill(old, alice, 'of-alice'));
  const fields = await refusal(look(fresh, carol, randomBytes(20)));
  assert.match(fields['recoveryKey'] ?? '', /No recovery key was created/);
});

test('a key made while the clock was ahead gives way to the one made after it', async () => {
  clock.ahead(YEAR_MS);
  const ahead = await old.own.recoveryKeys.replace(alice, ada);
  await old.own.recoveryKeys.spread(alice);
  clock.ahead(-YEAR_MS);
  const key = await old.own.recoveryKeys.replace(alice, ada);
  await old.own.recoveryKeys.spread(alice);
  const state = await old.own.recoveryKeys.state(alice);
  assert.deepEqual(state?.opens, ['of-alice']);
  assert.ok(Number(state.madeAt) < clock.now() + 1, 'it says when it was really made');
  assert.match((await refusal(look(fresh, carol, ahead)))['recoveryKey'] ?? '', /doesn't open/);
  assert.equal((await look(fresh, carol, key)).backups, 1);
});

test('a storage of another tenant opens with its own key alone, and only the newest one', async () => {
  const lost = await old.own.recoveryKeys.replace(alice, ada);
  await old.own.recoveryKeys.spread(alice);
  assert.equal((await look(fresh, carol, lost)).backups, 1);
  const key = await old.own.recoveryKeys.replace(alice, ada);
  await old.own.recoveryKeys.spread(alice);
  assert.deepEqual((await old.own.recoveryKeys.state(alice))?.opens, ['of-alice']);
  assert.match((await refusal(look(fresh, carol, lost)))['recoveryKey'] ?? '', /doesn't open/);
  kept.push(await fill(old, bob, 'of-bob'));
  const foreign = await old.own.recoveryKeys.replace(bob, ada);
  await old.own.recoveryKeys.spread(bob);
  const offer = await look(fresh, carol, key);
  assert.equal(offer.backups, 1);
  assert.equal(offer.schemas[0]?.name, SITE.schemaName);
  assert.equal(offer.schemas[0]?.objects, 3);
  assert.ok(offer.usedAt);
  assert.notEqual(writeRecoveryKey(foreign), writeRecoveryKey(key));
});

test('whoever holds it in this service is not taken it from', async () => {
  const key = await old.own.recoveryKeys.replace(alice, ada);
  await old.own.recoveryKeys.spread(alice);
  assert.match((await refusal(look(old, bob, key)))['form'] ?? '', /Another site of this service/);
  assert.match((await refusal(look(old, alice, key)))['form'] ?? '', /in the storage of-alice/);
});

test('attached twice it is one storage; a damaged header and a newer format do not hold up the rest', async () => {
  const key = await old.own.recoveryKeys.replace(alice, ada);
  await old.own.recoveryKeys.spread(alice);
  const vault = old.storages.open(alice, 'of-alice');
  const [damaged, newer] = [await backUp(vault, alice), await backUp(vault, alice)];
  const headers = own.connection.collection('backup_headers');
  await headers.updateOne({ runId: damaged }, { $set: { data: Buffer.from('nonsense') } });
  await headers.updateOne({ runId: newer }, { $set: { formatVersion: 99 } });
  const offer = await look(fresh, carol, key);
  assert.equal(offer.backups, 1);
  assert.deepEqual(new Set(offer.unreadable.map(({ id }) => id)), new Set([damaged, newer]));
  assert.equal(offer.newerCount, 1);
  const [one] = await fresh.own.offers.accept(carol, offer.id, ada);
  const [again] = await fresh.own.offers.accept(carol, offer.id, ada);
  assert.equal(one?.id, again?.id);
  assert.equal((await fresh.own.store.list(carol)).length, 1);
  const found = await fresh.storages.open(carol, one?.id ?? '').found('', 10);
  assert.equal(found.backups.filter(({ header }) => header).length, 1);
  await assert.rejects(fresh.own.offers.accept(carol, 'another', ada), { code: 'not-found' });
});

test('whoever had it reads, and writes no more, until it is taken back', async () => {
  const [attached] = await fresh.own.store.list(carol);
  assert.ok(attached);
  const before = old.storages.open(alice, 'of-alice');
  assert.ok((await before.found('', 10)).backups.length > 0);
  await assert.rejects(backUp(before, alice), { code: 'storage-taken' });
  const after = fresh.storages.open(carol, attached.id);
  const id = await backUp(after, carol);
  assert.ok(await after.isWhole(id));
  await old.own.probe.prepare(alice, 'of-alice', ADDRESS);
  assert.ok(await before.isWhole(await backUp(before, alice)));
  await assert.rejects(backUp(after, carol), { code: 'storage-taken' });
  await fresh.own.probe.prepare(carol, attached.id, ADDRESS, attached.origin);
  assert.ok(await after.isWhole(await backUp(after, carol)));
  assert.equal(await old.own.probe.leave(alice, 'of-alice', ADDRESS), false);
  const kept = await fresh.own.probe.leave(carol, attached.id, ADDRESS, attached.origin);
  assert.equal(kept, false, 'there are backups that nobody would list any more');
  assert.ok(await after.isWhole(await backUp(after, carol)));
});

test("an attached storage opens with its new owner's recovery key on a third installation", async () => {
  const [attached] = await fresh.own.store.list(carol);
  const key = await fresh.own.recoveryKeys.replace(carol, ada);
  await fresh.own.recoveryKeys.spread(carol);
  assert.deepEqual((await fresh.own.recoveryKeys.state(carol))?.opens, [attached?.id]);
  const third = await service();
  const dave = tenantId('dave');
  const offer = await look(third, dave, key);
  const [storage] = await third.own.offers.accept(dave, offer.id, ada);
  const found = await third.storages.open(dave, storage?.id ?? '').found('', 50);
  assert.ok(found.backups.filter(({ header }) => header).length >= 3);
});

test('reading packs back leaves what other tenants wrote there alone', async () => {
  const [attached] = await fresh.own.store.list(carol);
  assert.ok(attached);
  await fresh.own.probe.prepare(carol, attached.id, ADDRESS, attached.origin);
  await fresh.storages.open(carol, attached.id).found('', 1);
  const [readable] = await fresh.own.storages.reachable();
  assert.ok(readable && 'connection' in readable);
  const walked = new Set<string>();
  for await (const { id, tenantId: of } of walkDatabase(readable).after('', 100)) {
    walked.add(id.slice(0, id.indexOf('.')));
    assert.equal(of, carol);
  }
  assert.deepEqual([...walked], ['alice']);
});
