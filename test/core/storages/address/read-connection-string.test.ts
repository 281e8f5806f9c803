import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../../src/core/kernel/errors.ts';
import { readConnectionString } from '../../../../src/core/storages/address/read-connection-string.ts';

test('what each provider shows its customers is read', () => {
  assert.deepEqual(
    readConnectionString('mongodb+srv://backup:p%40ss@Cluster0.abcde.mongodb.net/kept?w=majority'),
    {
      hosts: ['cluster0.abcde.mongodb.net'],
      isSrv: true,
      database: 'kept',
      user: 'backup',
      password: 'p@ss',
      authSource: undefined,
      tls: true,
    },
  );
  const cosmos = readConnectionString(
    'mongodb://name:key==@name.mongo.cosmos.azure.com:10255/?ssl=true&replicaSet=globaldb&retrywrites=false&maxIdleTimeMS=120000&appName=@name@',
  );
  assert.deepEqual(
    [cosmos.hosts, cosmos.password, cosmos.tls, cosmos.database],
    [['name.mongo.cosmos.azure.com:10255'], 'key==', true, undefined],
  );
  const set = readConnectionString('mongodb://u:p@a.example,b.example:27018/db?authSource=admin');
  assert.deepEqual(
    [set.hosts, set.tls, set.authSource],
    [['a.example:27017', 'b.example:27018'], false, 'admin'],
  );
  assert.deepEqual(readConnectionString('mongodb://[::1]:9/x').hosts, ['[::1]:9']);
});

const PASSWORD = 's3cret';
for (const [why, typed] of [
  ['files of this machine', `mongodb://u:${PASSWORD}@h/db?tlsCAFile=/etc/passwd`],
  ['a key of this machine', `mongodb://u:${PASSWORD}@h/db?tlsCertificateKeyFile=/key`],
  ['TLS without a check', `mongodb://u:${PASSWORD}@h/db?tls=true&tlsInsecure=true`],
  ['any certificate', `mongodb://u:${PASSWORD}@h/db?tlsAllowInvalidCertificates=true`],
  ['a way by another machine', `mongodb://u:${PASSWORD}@h/db?proxyHost=10.0.0.1`],
  ['the account of this machine', `mongodb://u:${PASSWORD}@h/db?authMechanism=MONGODB-AWS`],
  ['a token of this machine', `mongodb://u:${PASSWORD}@h/db?authMechanism=MONGODB-OIDC`],
  [
    'properties of a mechanism',
    `mongodb://u:${PASSWORD}@h/db?authMechanismProperties=ENVIRONMENT:azure`,
  ],
  ['an at sign in the password', `mongodb://u:${PASSWORD}@x@h/db`],
  ['a percent sign in the password', `mongodb://u:${PASSWORD}%zz@h/db`],
  ['a socket', `mongodb://u:${PASSWORD}@%2Ftmp%2Fmongodb.sock/db`],
  ['another protocol', `postgres://u:${PASSWORD}@h/db`],
  ['a port where the DNS tells it', `mongodb+srv://u:${PASSWORD}@h.example.com:27017/db`],
  ['no host', `mongodb://u:${PASSWORD}@/db`],
] as const)
  test(`refused beside its field, without repeating it: ${why}`, () => {
    assert.throws(
      () => readConnectionString(typed),
      (error: unknown) => {
        assert.ok(error instanceof InvalidInput);
        assert.deepEqual(Object.keys(error.fields), ['connectionString']);
        assert.ok(!error.message.includes(PASSWORD) && !String(error.stack).includes(PASSWORD));
        return true;
      },
    );
  });
