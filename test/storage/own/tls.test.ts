import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import type { DatabaseAddress } from '../../../src/core/storages/address/database-address.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { isPassingFailure } from '../../../src/storage/own/explain-connection-failure.ts';
import { openOwnDatabase } from '../../../src/storage/own/open-own-database.ts';
import { OwnDatabaseProbe } from '../../../src/storage/own/own-database-probe.ts';
import { StorageMarks } from '../../../src/storage/own/storage-marks.ts';
import { RecoveryCopies } from '../../../src/storage/recovery/recovery-copies.ts';
import { MongoOwnStorageStore } from '../../../src/storage/stores/mongo-own-storage-store.ts';
import { MongoRecoveryStore } from '../../../src/storage/stores/mongo-recovery-store.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import {
  EXPIRED_CERTIFICATE,
  LOCAL_CERTIFICATE,
  TEST_CERTIFICATE,
} from '../../support/proxies/test-certificate.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { listen } from '../../support/stand-ins/listen.ts';
import { testSecrets } from '../../support/test-secrets.ts';
import { tlsInFront } from '../../support/proxies/tls-in-front.ts';

const service = await testDatabase();
const own = await testDatabase();
await ensureIndexes(service.connection);
const port = Number(new URL(own.uri).port);
const alice = tenantId('alice');
const probe = new OwnDatabaseProbe({
  marks: new StorageMarks(service.connection, new SteppingClock()),
  recovery: new RecoveryCopies(
    new MongoRecoveryStore(service.connection),
    new MongoOwnStorageStore(service.connection, testSecrets(service.connection)),
  ),
  gates: composeDatabaseGates(['127.0.0.0/8']),
  clock: systemClock,
  timeoutMs: 2_000,
});

async function addressWith(certificate: string, ca: string): Promise<DatabaseAddress> {
  return {
    hosts: [`localhost:${await tlsInFront(port, certificate)}`],
    isSrv: false,
    database: own.name,
    user: '',
    password: '',
    authSource: 'admin',
    tls: true,
    ca,
  };
}

test('a database over TLS is tried, got ready and known again, by the certificate of its authority', async () => {
  const address = await addressWith(LOCAL_CERTIFICATE, LOCAL_CERTIFICATE);
  assert.deepEqual((await probe.check(alice, address, 'mongodb')).warnings, []);
  await probe.prepare(alice, 'over-tls', address);
  assert.equal((await probe.check(alice, address, 'mongodb')).storageId, 'over-tls');
});

for (const [what, certificate, ca, field, says] of [
  ['of an authority that nobody knows', LOCAL_CERTIFICATE, '', 'ca', /isn't trusted/],
  ['of another name', TEST_CERTIFICATE, TEST_CERTIFICATE, 'host', /for another host name/],
  ['that has expired', EXPIRED_CERTIFICATE, EXPIRED_CERTIFICATE, 'host', /has expired/],
] as const)
  test(`a certificate ${what} is said beside its field`, async () => {
    const address = await addressWith(certificate, ca);
    await assert.rejects(probe.check(alice, address, 'mongodb'), (error: unknown) => {
      assert.ok(error instanceof InvalidInput, String(error));
      assert.deepEqual(Object.keys(error.fields), [field]);
      assert.match(error.fields[field] ?? '', says);
      return true;
    });
  });

test('a server that wants TLS may be what closes a connection without it', async () => {
  const address = { ...(await addressWith(LOCAL_CERTIFICATE, '')), tls: false };
  await assert.rejects(probe.check(alice, address, 'mongodb'), (error: unknown) => {
    assert.ok(error instanceof InvalidInput, String(error));
    assert.match(error.fields['host'] ?? '', /closed the connection.*whether it wants TLS/);
    return true;
  });
});

/** A port where every connection is closed at once, as while a server restarts. */
async function closingPort(): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  after(() => server.close());
  return listen(server);
}

for (const [what, address, isPassing] of [
  ['a certificate that has expired', () => addressWith(EXPIRED_CERTIFICATE, ''), false],
  ['a certificate of another authority', () => addressWith(LOCAL_CERTIFICATE, ''), false],
  ['a certificate of another name', () => addressWith(TEST_CERTIFICATE, TEST_CERTIFICATE), false],
  [
    'a server that closes every connection',
    async () => ({
      ...(await addressWith(LOCAL_CERTIFICATE, '')),
      hosts: [`localhost:${await closingPort()}`],
    }),
    true,
  ],
  [
    'a port where nothing listens',
    async () => ({ ...(await addressWith(LOCAL_CERTIFICATE, '')), hosts: ['localhost:1'] }),
    true,
  ],
] as [string, () => Promise<DatabaseAddress>, boolean][])
  test(`of a storage that is used, ${what} ${isPassing ? 'may pass' : 'is for somebody to mend'}`, async () => {
    const opened = openOwnDatabase(await address(), {
      gates: composeDatabaseGates(['127.0.0.0/8']),
      timeoutMs: 500,
    });
    const error: unknown = await opened.then(() => assert.fail('it was opened'), Object);
    assert.equal(isPassingFailure(error), isPassing);
  });
