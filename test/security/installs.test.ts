import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { runningApp } from '../support/running-app.ts';
import { qshOf, TokenMaker, unsignedToken } from './token-maker.ts';

const running = await runningApp({ settings: { REQUEST_TIMEOUT_SECONDS: '2' } });
const { simulator, app } = running;
const { host } = simulator;
const installed = host.app!;
const tokens = new TokenMaker(installed, simulator.world.accounts[0]!.accountId);
const body = {
  key: installed.key,
  clientKey: 'evil-client-key',
  sharedSecret: 's'.repeat(40),
  baseUrl: simulator.url,
  eventType: 'installed',
  productType: 'jira',
};
const postInstall = (token: string, changed: object = {}) =>
  fetch(`${app.url}/installed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `JWT ${token}` },
    body: JSON.stringify({ ...body, ...changed }),
  });
const installToken = (claims: object = {}): string =>
  host.installToken(
    { baseUrl: app.url, clientKey: 'evil-client-key' },
    'POST',
    '/installed',
    claims,
  );
const postUninstall = (token: string, url = app.url) =>
  fetch(`${url}/uninstalled`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `JWT ${token}` },
    body: JSON.stringify({ clientKey: 'somebody' }),
  });

test('an install is believed only when it is signed by the key server, for this service, for the site that it names', async () => {
  const other = new (host.constructor as new () => typeof host)();
  for (const token of [
    '',
    'garbage',
    'a.b.c',
    unsignedToken({ iss: 'evil-client-key', exp: tokens.now + 60 }),
  ])
    assert.equal((await postInstall(token)).status, 401, token);
  assert.equal((await postInstall(installToken({ exp: undefined }))).status, 401, 'without exp');
  assert.equal(
    (await postInstall(installToken({ aud: ['https://other.example.com'] }))).status,
    401,
    'audience',
  );
  assert.equal((await postInstall(installToken({ exp: tokens.now - 60 }))).status, 401, 'expired');
  assert.equal((await postInstall(installToken({ qsh: 'wrong' }))).status, 401, 'hash');
  assert.equal(
    (await postInstall(installToken(), { clientKey: installed.clientKey })).status,
    401,
    'client key of another',
  );
  assert.equal(
    (await postInstall(installToken(), { baseUrl: 'https://evil.example.com' })).status,
    401,
    'host that is not on the list',
  );
  assert.equal(
    (
      await postInstall(
        other.installToken(
          { baseUrl: app.url, clientKey: 'evil-client-key' },
          'POST',
          '/installed',
        ),
      )
    ).status,
    401,
    'unknown key',
  );
  assert.equal(
    (await postInstall(tokens.sign({ qsh: qshOf('post', '/installed') }))).status,
    401,
    'signed with the shared secret in place of the key',
  );
});

test('a key server that hangs does not hold an install for ever, and the id of a key is no path', async () => {
  const asked: string[] = [];
  const hanging = createServer((request) => {
    asked.push(request.url!);
  });
  await new Promise<void>((resolve) => {
    hanging.listen(0, '127.0.0.1', resolve);
  });
  const keyServer = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
  const elsewhere = await running.replica({
    PRETEND_SITE_URL: keyServer,
    PRETEND_SITE_ADDRESSES: keyServer,
  });
  const token = host.installToken(
    { baseUrl: elsewhere.url, clientKey: 'somebody' },
    'POST',
    '/uninstalled',
  );
  const [header, ...rest] = token.split('.');
  const withKey = (kid: string): string =>
    [
      Buffer.from(
        JSON.stringify({
          ...(JSON.parse(Buffer.from(header!, 'base64url').toString()) as object),
          kid,
        }),
      ).toString('base64url'),
      ...rest,
    ].join('.');
  try {
    assert.equal((await postUninstall(token, elsewhere.url)).status, 503);
    for (const kid of ['../secrets', 'a/../../b', '/a', 'a?b', 'http://evil.example.com', ''])
      assert.equal((await postUninstall(withKey(kid), elsewhere.url)).status, 401, kid);
    assert.equal(asked.length, 1);
  } finally {
    await elsewhere.stop();
    hanging.closeAllConnections();
    hanging.close();
  }
});

test('an address whose installs are refused again and again has to wait; an install that is right never counts', async () => {
  let refused = 0;
  while (refused < 1000 && (await postUninstall('garbage')).status !== 429) refused += 1;
  assert.ok(refused > 100 && refused < 1000, `${refused} refused before the first 429`);
});
