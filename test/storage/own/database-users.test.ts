/** A server that asks who is calling: what its users may do, and what is said of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import type { DatabaseAddress } from '../../../src/core/storages/address/database-address.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { OwnDatabaseProbe } from '../../../src/storage/own/own-database-probe.ts';
import { StorageMarks } from '../../../src/storage/own/storage-marks.ts';
import { RecoveryCopies } from '../../../src/storage/recovery/recovery-copies.ts';
import { MongoOwnStorageStore } from '../../../src/storage/stores/mongo-own-storage-store.ts';
import { MongoRecoveryStore } from '../../../src/storage/stores/mongo-recovery-store.ts';
import { databaseWithUsers } from '../../support/databases/database-with-users.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const { connection } = await testDatabase();
await ensureIndexes(connection);
const alice = tenantId('alice');
const PASSWORD = 'p@ss:w/ord%';
const OURS = { role: 'readWrite', db: 'ours' };
const host = await databaseWithUsers([
  { name: 'writer', password: PASSWORD, knownTo: 'admin', role: OURS },
  { name: 'local', password: PASSWORD, knownTo: 'ours', role: OURS },
  { name: 'reader', password: PASSWORD, knownTo: 'admin', role: { role: 'read', db: 'ours' } },
]);
const ADDRESS: DatabaseAddress = {
  hosts: [host],
  isSrv: false,
  database: 'ours',
  user: 'writer',
  password: PASSWORD,
  authSource: 'admin',
  tls: false,
  ca: '',
};
const probe = new OwnDatabaseProbe({
  marks: new StorageMarks(connection, systemClock),
  recovery: new RecoveryCopies(
    new MongoRecoveryStore(connection),
    new MongoOwnStorageStore(connection, testSecrets(connection)),
  ),
  gates: composeDatabaseGates(['127.0.0.0/8']),
  clock: systemClock,
});

test('a user with readWrite on one database is all that a storage needs', async () => {
  const { warnings } = await probe.check(alice, ADDRESS, 'mongodb');
  assert.deepEqual(warnings, []);
  await probe.prepare(alice, 'ours', ADDRESS);
  assert.equal((await probe.check(alice, ADDRESS, 'mongodb')).storageId, 'ours');
});

test('a user is looked for in the authentication database that was entered', async () => {
  const local = { ...ADDRESS, user: 'local', authSource: 'ours' };
  assert.equal((await probe.check(alice, local, 'mongodb')).storageId, 'ours');
});

for (const [what, wrong, field, sentence] of [
  ['a wrong password', { password: 'p@ss:w/ord' }, 'password', /rejected this user and password/],
  [
    'another authentication database',
    { authSource: 'ours' },
    'password',
    /authentication database/,
  ],
  ['a user who may only read', { user: 'reader' }, 'user', /can't create .* role readWrite/],
  ['a database of others', { database: 'theirs' }, 'user', /can't .* in the database theirs/],
  ['no user', { user: '', password: '' }, 'user', /can't .* in the database ours/],
] as [string, Partial<DatabaseAddress>, string, RegExp][])
  test(`said in words beside its field: ${what}`, async () => {
    const asked = probe.check(alice, { ...ADDRESS, ...wrong }, 'mongodb');
    const error = await asked.then(() => assert.fail('it was not refused'), Object);
    assert.ok(error instanceof InvalidInput, String(error));
    assert.deepEqual(Object.keys(error.fields), [field]);
    assert.match(error.fields[field] ?? '', sentence);
    assert.doesNotMatch(JSON.stringify(error.fields), /p@ss/);
  });
