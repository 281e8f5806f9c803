import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, test } from 'node:test';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { azureKeyVault } from '../../../src/storage/key-services/azure-key-vault.ts';
import { KeyServiceFailure } from '../../../src/storage/key-services/calls/key-service-failure.ts';
import { AZURE, azureStandIn, type AzureTrouble } from '../../support/stand-ins/azure-stand-in.ts';

const azure = await azureStandIn();
const key = randomBytes(32);
const gates = composeDatabaseGates(['127.0.0.0/8']);
const open = (more: Record<string, string> = {}) =>
  azureKeyVault.open(
    {
      azureKey: `${azure.url}/keys/backups`,
      azureTenant: AZURE.tenant,
      azureClient: AZURE.client,
      azureSecret: AZURE.secret,
      azureLogin: azure.url,
      ...more,
    },
    gates,
  );
const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => {
      assert.ok(error instanceof KeyServiceFailure, String(error));
      assert.doesNotMatch(error.message, /secret words/);
      return { field: error.field, isSilent: error.isSilent, says: error.message };
    },
  );

afterEach(() => {
  Object.assign(azure.trouble, { login: undefined, vault: undefined, isPage: false });
});

test('a key is wrapped by the newest version, and unwrapped by the one that wrapped it', async () => {
  const wrapped = await open().wrap(key);
  assert.ok(!wrapped.includes(key.toString('base64url')));
  const newest = azure.addVersion();
  assert.ok((await open().unwrap(wrapped)).equals(key));
  const again = await open().wrap(key);
  assert.ok(again.includes(newest));
  assert.ok((await open({ azureKey: `${azure.url}/keys/backups/` }).unwrap(again)).equals(key));
});

test('one version of a key may be named', async () => {
  const [, version = ''] = /backups\/(\w+) /.exec(await open().wrap(key)) ?? [];
  azure.addVersion();
  const named = open({ azureKey: `${azure.url}/keys/backups/${version}` });
  const wrapped = await named.wrap(key);
  assert.ok(wrapped.includes(version));
  assert.ok((await named.unwrap(wrapped)).equals(key));
});

test('what is wrong with the settings is said beside its field', async () => {
  const wrong = await failureOf(open({ azureSecret: 'another' }).wrap(key));
  assert.equal(wrong.field, 'azureSecret');
  assert.match(wrong.says, /Enter its value, not its ID/);
  const missing = await failureOf(open({ azureKey: `${azure.url}/keys/other` }).wrap(key));
  assert.equal(missing.field, 'azureKey');
  assert.match(missing.says, /doesn't have this key or version/);
});

for (const [what, trouble, field, isSilent] of [
  ['no such directory', { login: refusal(90_002) }, 'azureTenant', false],
  ['no such application', { login: refusal(700_016) }, 'azureClient', false],
  ['an expired secret', { login: refusal(7_000_222) }, 'azureSecret', false],
  ['a sign-in that is down', { login: { status: 503, error: 'x', codes: [] } }, 'azureLogin', true],
  ['another directory', { vault: { status: 401, code: 'Unauthorized' } }, 'azureTenant', false],
  ['no right', { vault: { status: 403, code: 'Forbidden' } }, 'azureKey', false],
  ['a key of another kind', { vault: { status: 400, code: 'BadParameter' } }, 'azureKey', false],
  ['too much at once', { vault: { status: 429, code: 'Throttled' } }, 'azureKey', true],
  ['a page of somebody else', { isPage: true }, 'azureLogin', true],
] satisfies [string, AzureTrouble, string, boolean][])
  test(`${what} is told beside ${field}`, async () => {
    const wrapped = await open().wrap(key);
    Object.assign(azure.trouble, trouble);
    for (const asked of [open().wrap(key), open().unwrap(wrapped)]) {
      const failure = await failureOf(asked);
      assert.deepEqual([failure.field, failure.isSilent], [field, isSilent]);
    }
  });

test('a stored key that was changed to name another address asks nobody else', async () => {
  const [, wrapped = ''] = (await open().wrap(key)).split(' ');
  await assert.rejects(open().unwrap(`https://evil.example.com/secrets ${wrapped}`), {
    message: /Enter the identifier of a key/,
  });
});

function refusal(code: number) {
  return { status: 400, error: 'invalid_request', codes: [code] };
}
