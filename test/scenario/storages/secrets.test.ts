import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { backUp, ok, plain, verify } from '../../../scripts/demo-steps.ts';
import {
  addTarget,
  planRestore,
  restoreEnded,
  startRestore,
} from '../../../scripts/restore-steps.ts';
import { findInClear } from '../../support/backups/find-in-clear.ts';
import { runningApp } from '../../support/running-app.ts';
import { VaultServer } from '../../support/stand-ins/vault-server.ts';
import { testDatabase, testDatabaseUri } from '../../support/databases/test-database.ts';

/**
 * What is dumped of a service that was used all round holds no secret and no value of an object in
 * clear (`SECURITY.md`).
 */
const own = await testDatabase();
const server = new URL(await testDatabaseUri());
const other = await startSimulator({ seed: 'tiny' });
after(() => other.close());
const vault = await VaultServer.start();
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
const inClear = (texts: Iterable<[string, string]>): Promise<string[]> =>
  findInClear(running, texts, { 'own database': own.connection });

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

test('nothing that is secret is in a database or in the log', async () => {
  assert.deepEqual(await inClear(secrets), []);
});

test('no value of an object is in a database or in the log', async () => {
  const values = VALUES.map((value) => [`the value ${value}`, value] as [string, string]);
  assert.deepEqual(await inClear(values), []);
});

test('nor what a key service is reached with, or what it is sent', async () => {
  const current = { current: PASSPHRASE };
  ok('Remove it', await admin.post('/app/settings/passphrase/remove', current));
  const at = { vaultMount: 'transit', vaultKey: 'backups', vaultUrl: vault.url };
  const form = { kind: 'vault', ...at, ring: 'with' };
  const saved = await admin.post('/app/settings/key-service', { ...form, vaultToken: vault.token });
  assert.ok(saved.events['keys-changed'] !== undefined, saved.html);
  await backUp(admin, schema);
  assert.ok(vault.plaintexts.size > 0);
  const keys = [...vault.plaintexts].map((text, at): [string, string] => [
    `wrapped key ${at}`,
    text,
  ]);
  const { html } = await admin.get('/app/settings/key-service');
  const shown = plain(ok('Settings', await admin.get('/app/settings')));
  assert.ok(!html.includes(vault.token) && !shown.includes(vault.token));
  assert.deepEqual(await inClear([...secrets, ['the token', vault.token], ...keys]), []);
  const bytes = keys.map(([what, text]): [string, string] => [
    `${what} as bytes`,
    Buffer.from(text, 'base64').toString('hex'),
  ]);
  assert.deepEqual(await inClear(bytes), []);
});

test('what is said to be in clear is found: the search works', async () => {
  const found = await inClear([['the schema', schema.name]]);
  assert.ok(
    found.some((line) => /is in service, catalog/.test(line)),
    found.join('\n'),
  );
});
