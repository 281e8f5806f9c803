import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import mongoose, { type Connection } from 'mongoose';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { backUp, ok, verify } from '../../scripts/demo-steps.ts';
import { addTarget, planRestore, restoreEnded, startRestore } from '../../scripts/restore-steps.ts';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { runningApp } from '../support/running-app.ts';
import { testDatabase, testDatabaseUri } from '../support/test-database.ts';

/**
 * What is dumped of a service that was used all round holds no secret and no value of an object in
 * clear (`SECURITY.md`).
 */
const own = await testDatabase();
const server = new URL(await testDatabaseUri());
const other = await startSimulator({ seed: 'tiny' });
after(() => other.close());
const running = await runningApp({
  settings: { PRIVATE_NETWORKS: '127.0.0.0/8', PRETEND_SITE_ADDRESSES: other.url },
});
const { admin, simulator } = running;
const [schema] = running.schemas;
assert.ok(schema);
const PASSWORD = 's3cret-of-the-own-database';
const PASSPHRASE = 'correct horse battery staple';
/** Values of objects of the seed, as they are nowhere else. */
const VALUES = ['Sydney', 'Berlin', '2020-01-17', '"Office 17"'];
const secrets = new Map<string, string>();

test('a service is used all round', async () => {
  const address = {
    own: 'on',
    provider: 'mongodb',
    label: 'Our own',
    entry: 'fields',
    host: '127.0.0.1',
    port: server.port,
    database: own.name,
    password: PASSWORD,
  };
  ok('Storage', await admin.post('/app/settings/storage', address));
  const page = ok('The key', await admin.post('/app/settings/recovery-key'));
  const groups = [...page.matchAll(/<li>(\w{5})<\/li>/g)].map(([, group = '']) => group);
  assert.equal(groups.length, 8);
  const { backupId } = await backUp(admin, schema);
  await verify(admin, backupId);
  await admin.post('/app/settings/storage', {});
  await backUp(admin, schema);
  const targetId = await addTarget(admin, {
    name: 'Sandbox',
    siteUrl: other.url,
    workspaceId: other.workspaceId,
  });
  await planRestore(admin, backupId, { targetId });
  const restore = await startRestore(admin, (await planRestore(admin, backupId)).id);
  await restoreEnded(admin, restore);
  const recoveryKey = groups.join('-');
  const wrong = { ...address, recoveryKey, label: 'Attached' };
  ok('Attach', await admin.post('/app/attach', wrong));
  const set = { passphrase: PASSPHRASE, repeat: PASSPHRASE };
  ok('Passphrase', await admin.post('/app/settings/passphrase', set));
  ok('Unlock', await admin.post('/app/settings/passphrase/unlock', { passphrase: PASSPHRASE }));
  secrets.set('the API token', 'admin-token');
  secrets.set('the password of the database', PASSWORD);
  secrets.set('the shared secret', simulator.host.app?.sharedSecret ?? '');
  secrets.set('the passphrase', PASSPHRASE);
  secrets.set('the recovery key', recoveryKey);
  secrets.set('the recovery key without hyphens', groups.join(''));
  for (const [at, group] of groups.slice(0, -1).entries())
    secrets.set(`groups of the recovery key from ${at}`, `${group}-${groups[at + 1]}`);
  secrets.set('the key ring', Buffer.alloc(32, 7).toString('base64'));
  assert.ok([...secrets.values()].every((secret) => secret.length >= 5));
});

async function dump(connection: Connection): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const { name } of await connection.listCollections()) {
    const documents = await connection.collection(name).find({}).toArray();
    const bytes = documents.map((document) => Buffer.from(mongoose.mongo.BSON.serialize(document)));
    if (bytes.length > 0) found.set(name, Buffer.concat(bytes));
  }
  return found;
}

/** A text as it would stand in bytes: as it is, and as somebody might have packed it. */
const formsOf = (text: string): Buffer[] => [
  Buffer.from(text),
  Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, '')),
  Buffer.from(Buffer.from(text).toString('hex')),
];

async function findInClear(texts: Iterable<[string, string]>): Promise<string[]> {
  const open = (name: string): Promise<Connection> => connectDatabase(running.uri, name);
  const [service, storage] = [
    await open(running.databases.service),
    await open(running.databases.storage),
  ];
  const dumps = [
    ['service', await dump(service)],
    ['storage', await dump(storage)],
    ['own database', await dump(own.connection)],
    ['log', new Map([['lines', Buffer.from(JSON.stringify(running.lines))]])],
  ] as const;
  await Promise.all([service.close(), storage.close()]);
  assert.ok(dumps.every(([name, found]) => found.size > 0 || assert.fail(`${name} is empty`)));
  return [...texts].flatMap(([what, text]) =>
    dumps.flatMap(([name, found]) =>
      [...found].flatMap(([collection, bytes]) =>
        formsOf(text).some((form) => bytes.includes(form))
          ? `${what} is in ${name}, ${collection}`
          : [],
      ),
    ),
  );
}

test('nothing that is secret is in a database or in the log', async () => {
  assert.deepEqual(await findInClear(secrets), []);
});

test('no value of an object is in a database or in the log', async () => {
  const values = VALUES.map((value) => [`the value ${value}`, value] as [string, string]);
  assert.deepEqual(await findInClear(values), []);
});

test('what is said to be in clear is found: the search works', async () => {
  const found = await findInClear([['the schema', schema.name]]);
  assert.ok(
    found.some((line) => /is in service, catalog/.test(line)),
    found.join('\n'),
  );
});
