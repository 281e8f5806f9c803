import assert from 'node:assert/strict';
import { createServer, isIPv6, type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import type { DatabaseAddress } from '../../../src/core/storages/address/database-address.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { OwnDatabaseProbe } from '../../../src/storage/own/own-database-probe.ts';
import { RecoveryCopies } from '../../../src/storage/recovery/recovery-copies.ts';
import { StorageMarks } from '../../../src/storage/own/storage-marks.ts';
import { MongoOwnStorageStore } from '../../../src/storage/stores/mongo-own-storage-store.ts';
import { MongoRecoveryStore } from '../../../src/storage/stores/mongo-recovery-store.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { NOT_PUBLIC } from '../../support/not-public.ts';
import { answeringProxy } from '../../support/proxies/answering-proxy.ts';
import { testSecrets } from '../../support/test-secrets.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const service = await testDatabase();
const own = await testDatabase();
const clock = new SteppingClock();
const marks = new StorageMarks(service.connection, clock);
await ensureIndexes(service.connection);
const alice = tenantId('alice');
const here = new URL(own.uri);
const ADDRESS: DatabaseAddress = {
  hosts: [`127.0.0.1:${here.port}`],
  isSrv: false,
  database: own.name,
  user: '',
  password: '',
  authSource: 'admin',
  tls: false,
  ca: '',
};
const LISTED = composeDatabaseGates(['127.0.0.0/8']);
const NOTHING_LISTED = composeDatabaseGates([]);
const recovery = new RecoveryCopies(
  new MongoRecoveryStore(service.connection),
  new MongoOwnStorageStore(service.connection, testSecrets(service.connection)),
);
const probe = new OwnDatabaseProbe({
  marks,
  recovery,
  gates: LISTED,
  clock: systemClock,
  timeoutMs: 2_000,
});
const collections = async (): Promise<string[]> =>
  (await own.connection.listCollections()).map(({ name }) => name).sort();

const refusal = (asked: Promise<unknown>): Promise<Record<string, string>> =>
  asked.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => {
      assert.ok(error instanceof InvalidInput, String(error));
      return error.fields;
    },
  );

test('a database that has all that a storage needs is left as it was found', async () => {
  await own.connection.collection('of_somebody_else').insertOne({ name: 'theirs' });
  const before = await collections();
  const found = await probe.check(alice, ADDRESS, 'mongodb');
  assert.equal(found.storageId, undefined);
  assert.deepEqual(found.warnings, []);
  assert.deepEqual(await collections(), before);
});

for (const [what, aheadMs] of [
  ['behind', 600_000],
  ['ahead', -600_000],
] as const)
  test(`a database whose clock is ${what} is taken, with a warning`, async () => {
    const now = (): number => systemClock.now() + aheadMs;
    const elsewhen = new OwnDatabaseProbe({ marks, recovery, gates: LISTED, clock: { now } });
    const { warnings } = await elsewhen.check(alice, ADDRESS, 'mongodb');
    assert.deepEqual(warnings, [`The clock of this database is 10 minutes ${what}.`]);
  });

const GIGABYTE = 1024 ** 3;
const LITTLE = 'This database has less than 1 GB of free space.';
for (const [what, stats, freeBytes, warnings] of [
  ['a byte less than 1 GB is free', { fsUsedSize: 9 * GIGABYTE + 1 }, GIGABYTE - 1, [LITTLE]],
  ['nothing is free', { fsUsedSize: 10 * GIGABYTE }, 0, [LITTLE]],
  ['1 GB is free', { fsUsedSize: 9 * GIGABYTE }, GIGABYTE, []],
  ['the server counts no disk', { fsUsedSize: 0, fsTotalSize: 0 }, undefined, []],
  ['the server leaves it out', { fsTotalSize: undefined }, undefined, []],
  ['the user may not ask', { ok: 0, code: 13, errmsg: 'not authorized' }, undefined, []],
] as [string, object, number | undefined, string[]][])
  test(`a database is taken, with a warning if it has little room: ${what}`, async () => {
    const asked = { ok: 1, fsTotalSize: 10 * GIGABYTE, ...stats };
    const target = { host: '127.0.0.1', port: Number(here.port) };
    const proxy = await answeringProxy(target, (name) => (name === 'dbStats' ? asked : undefined));
    try {
      const hosts = [`127.0.0.1:${proxy.port}`];
      const found = await probe.check(alice, { ...ADDRESS, hosts }, 'mongodb');
      assert.deepEqual([found.freeBytes, found.warnings], [freeBytes, warnings]);
    } finally {
      await proxy.close();
    }
  });

test('a database that was got ready has indexes and is known again', async () => {
  for (let time = 0; time < 2; time += 1) await probe.prepare(alice, 'first', ADDRESS);
  assert.equal((await probe.check(alice, ADDRESS, 'mongodb')).storageId, 'first');
  assert.equal((await probe.check(tenantId('bob'), ADDRESS, 'mongodb')).storageId, undefined);
  for (const name of ['packs', 'backup_headers', 'backup_parts']) {
    const indexes = await own.connection.collection(name).indexes();
    assert.ok(indexes.length > 1, name);
  }
});

for (const [what, address, field] of [
  ['a port where nothing listens', { hosts: ['127.0.0.1:1'] }, 'host'],
  ['a name that nobody has', { hosts: ['nobody.invalid:27017'] }, 'host'],
  ['a service that the DNS does not know', { hosts: ['nobody.invalid'], isSrv: true }, 'host'],
  ['TLS where the server has none', { tls: true }, 'tls'],
  ['a user that the server does not know', { user: 'nobody', password: 'wrong' }, 'password'],
] as [string, Partial<DatabaseAddress>, string][])
  test(`said in words beside its field: ${what}`, async () => {
    const fields = await refusal(probe.check(alice, { ...ADDRESS, ...address }, 'mongodb'));
    assert.deepEqual(Object.keys(fields), [field]);
    assert.match(fields[field] ?? '', /^[A-Z].*[.]$|-----$/);
  });

/** Addresses of this machine and of private networks, as somebody might write them. */
const ODD = '127.1 127.0.1 2130706433 0x7f.0.0.1 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0';
const PRIVATE = [
  ...ODD.split(' '),
  'localhost',
  'LOCALHOST',
  ...Object.values(NOT_PUBLIC)
    .flat()
    .map((address) => (isIPv6(address) ? `[${address}]` : address)),
];
for (const tls of [true, false])
  test(`no way into a private network that the operator does not list, ${tls ? 'with' : 'without'} TLS`, async () => {
    const guarded = new OwnDatabaseProbe({
      marks,
      recovery,
      gates: NOTHING_LISTED,
      clock: systemClock,
      timeoutMs: 100,
    });
    for (const host of PRIVATE) {
      const hosts = [`${host}:${here.port}`];
      const fields = await refusal(guarded.check(alice, { ...ADDRESS, hosts, tls }, 'mongodb'));
      assert.match(
        fields[tls ? 'host' : 'tls'] ?? '',
        /isn't allowed|TLS can only be off|not found/,
        host,
      );
    }
  });

test('nothing is sent to an address that is not allowed, whoever names it', async () => {
  let connections = 0;
  const trap = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.2', resolve));
  after(() => trap.close());
  const { port } = trap.address() as AddressInfo;
  // 127.0.0.1 alone is listed; the service that the DNS tells names another address.
  const gates = composeDatabaseGates(['127.0.0.1/32']);
  const resolve = async () => [{ name: '127.0.0.2.db.example', port }];
  for (const named of [
    { hosts: [`127.0.0.2:${port}`] },
    { hosts: [`127.0.0.1:1`, `127.0.0.2:${port}`] },
  ]) {
    const guarded = new OwnDatabaseProbe({
      marks,
      recovery,
      gates,
      clock: systemClock,
      resolve,
      timeoutMs: 500,
    });
    const fields = await refusal(guarded.check(alice, { ...ADDRESS, ...named }, 'mongodb'));
    assert.ok(fields['tls'], JSON.stringify(fields));
  }
  assert.equal(connections, 0);
});

test('a database is told from another one, an emptied one, and an older copy of itself', async () => {
  const storage = { tenantId: alice, storageId: 'first' };
  await marks.set(own.connection, storage);
  const meta = own.connection.collection('storage_meta');
  const copy = await meta.find({}).toArray();
  assert.equal(await marks.compare(own.connection, storage), 'fits');
  for (let round = 0; round < 3; round += 1) {
    await clock.step(300_000);
    await marks.moveOn(own.connection, storage);
    assert.equal(await marks.compare(own.connection, storage), 'fits');
  }
  await meta.deleteMany({});
  assert.equal(await marks.compare(own.connection, storage), 'swapped');
  await meta.insertMany(copy);
  assert.equal(await marks.compare(own.connection, storage), 'restored');
  await marks.moveOn(own.connection, storage);
  assert.equal(await marks.compare(own.connection, storage), 'restored', 'nothing mends it alone');
  await marks.set(own.connection, storage);
  assert.equal(await marks.compare(own.connection, storage), 'fits');
  const other = { tenantId: alice, storageId: 'second' };
  assert.equal(await marks.compare(own.connection, other), 'swapped');
});
