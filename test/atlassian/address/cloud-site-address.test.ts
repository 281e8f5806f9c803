import assert from 'node:assert/strict';
import { createServer, type ServerOptions } from 'node:https';
import type { RequestListener } from 'node:http';
import { createServer as createPlainServer, type AddressInfo, type Server } from 'node:net';
import { after, test } from 'node:test';
import { AddressGuard, AddressRefused } from '../../../src/atlassian/address/address-guard.ts';
import { askSite, type AskSite } from '../../../src/atlassian/address/ask-site.ts';
import { CloudSiteAddress } from '../../../src/atlassian/address/cloud-site-address.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import {
  EXPIRED_CERTIFICATE,
  TEST_CERTIFICATE,
  TEST_KEY,
} from '../../support/proxies/test-certificate.ts';

const NOT_ALLOWED = "This address isn't allowed";
const NO_ANSWER = "The site doesn't answer over https";
const says =
  (message: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof InvalidInput, String(error));
    assert.deepEqual(error.fields, { siteUrl: message });
    return true;
  };
const answering =
  (status: number, location?: string): AskSite =>
  async () => ({ status, location });
const checkWith = (ask: AskSite, url = 'https://acme.atlassian.net/jira') =>
  new CloudSiteAddress(new AddressGuard(), ask).check(url);

test('any answer without credentials will do, and the origin is what is kept', async () => {
  for (const status of [200, 204, 401, 403, 404, 500, 503, 304])
    assert.equal(await checkWith(answering(status)), 'https://acme.atlassian.net');
});

test('a redirect within the host is fine, one to anywhere else is not allowed', async () => {
  for (const location of [
    '/login',
    'https://acme.atlassian.net/x',
    'jira',
    '?a=1',
    'https://ACME.atlassian.net:443/',
  ])
    assert.equal(await checkWith(answering(302, location)), 'https://acme.atlassian.net', location);
  for (const location of [
    'http://169.254.169.254/',
    'http://127.0.0.1/',
    'https://other.atlassian.net/',
    'http://acme.atlassian.net/',
    '//evil.example.com/',
    'https://acme.atlassian.net:8443/',
    'https://acme.atlassian.net@evil.example.com/',
    'file:///etc/passwd',
    'https://',
  ])
    for (const status of [301, 302, 303, 307, 308])
      await assert.rejects(checkWith(answering(status, location)), says(NOT_ALLOWED), location);
});

test('nothing is asked of an address that is not right by itself', async () => {
  const never: AskSite = () => assert.fail('asked');
  await assert.rejects(
    checkWith(never, 'http://acme.atlassian.net'),
    says('The URL must start with https://'),
  );
  await assert.rejects(checkWith(never, 'https://2130706433/'), says(NOT_ALLOWED));
});

test('a name that leads into a private network is not allowed; one that leads nowhere does not answer', async () => {
  await assert.rejects(
    checkWith(async () => {
      throw new AddressRefused();
    }),
    says(NOT_ALLOWED),
  );
  await assert.rejects(
    checkWith(async () => {
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    }),
    says(NO_ANSWER),
  );
  const check = (address: string, family = 4) =>
    new CloudSiteAddress(new AddressGuard({ resolve: async () => [{ address, family }] })).check(
      'https://acme.atlassian.net',
    );
  for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '100.64.0.1'])
    await assert.rejects(check(address), says(NOT_ALLOWED), address);
  for (const address of ['::1', 'fe80::1', 'fd00:ec2::254', '::ffff:10.0.0.1', '64:ff9b::a00:1'])
    await assert.rejects(check(address, 6), says(NOT_ALLOWED), address);
});

async function listening<S extends Server>(server: S): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  after(() => server.close());
  return (server.address() as AddressInfo).port;
}
const tlsServer = (
  options: ServerOptions,
  listener: RequestListener = (_request, response) => response.end('{}'),
): Promise<number> => {
  const server = createServer({ key: TEST_KEY, cert: TEST_CERTIFICATE, ...options }, listener);
  after(() => server.closeAllConnections());
  return listening(server);
};
/** This machine as a site on the internet, whose certificate is trusted or not. */
const askHere = (options: { trusted?: string; timeoutMs?: number } = {}): AskSite => {
  const guard = new AddressGuard({
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    isPublic: () => true,
  });
  return askSite(guard, {
    timeoutMs: options.timeoutMs ?? 5_000,
    ...(options.trusted ? { ca: options.trusted } : {}),
  });
};

test('over TLS: a certificate that is trusted, in date and of that name answers', async () => {
  const port = await tlsServer({});
  assert.equal(
    (await askHere({ trusted: TEST_CERTIFICATE })(`https://site.example.com:${port}/`)).status,
    200,
  );
});

test('over TLS: a certificate that nobody vouches for, of another name or out of date does not', async () => {
  const port = await tlsServer({});
  await assert.rejects(askHere()(`https://site.example.com:${port}/`), {
    code: /SELF_SIGNED|UNABLE_TO_VERIFY/,
  });
  await assert.rejects(
    askHere({ trusted: TEST_CERTIFICATE })(`https://other.example.com:${port}/`),
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  );
  const old = await tlsServer({ cert: EXPIRED_CERTIFICATE });
  await assert.rejects(
    askHere({ trusted: EXPIRED_CERTIFICATE })(`https://site.example.com:${old}/`),
    { code: 'CERT_HAS_EXPIRED' },
  );
  const outdated = await tlsServer({
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  await assert.rejects(
    askHere({ trusted: TEST_CERTIFICATE })(`https://site.example.com:${outdated}/`),
  );
});

test('over TLS: a redirect is reported and not followed', async () => {
  let asked = 0;
  const port = await tlsServer({}, (_request, response) => {
    asked += 1;
    response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
  });
  assert.deepEqual(
    await askHere({ trusted: TEST_CERTIFICATE })(`https://site.example.com:${port}/`),
    { status: 302, location: 'http://169.254.169.254/latest' },
  );
  assert.equal(asked, 1);
});

test('a server that speaks no TLS, hangs, or is not there does not answer', async () => {
  const sockets: { destroy(): void }[] = [];
  after(() => sockets.forEach((socket) => socket.destroy()));
  const plain = await listening(
    createPlainServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.end('HTTP/1.1 200 OK\r\n\r\n');
    }),
  );
  const silent = await listening(
    createPlainServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
    }),
  );
  const mute = await tlsServer({}, () => undefined);
  for (const port of [plain, silent, mute, 1])
    await assert.rejects(
      askHere({ trusted: TEST_CERTIFICATE, timeoutMs: 300 })(`https://site.example.com:${port}/`),
      `port ${port}`,
    );
});

test('through the whole check: a pretend site over http answers where the operator allowed it, and is told so where not', async () => {
  const { createServer: createHttpServer } = await import('node:http');
  const paths: string[] = [];
  const port = await listening(
    createHttpServer((request, response) => {
      paths.push(`${request.url} ${request.headers.authorization ?? '-'}`);
      response.end('{}');
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  assert.equal(
    await new CloudSiteAddress(new AddressGuard({ allowed: [url] })).check(`${url}/`),
    url,
  );
  assert.deepEqual(paths, ['/rest/api/3/serverInfo -'], 'asked once, without credentials');
  await assert.rejects(
    new CloudSiteAddress(new AddressGuard()).check(url),
    says('The URL must start with https://'),
  );
  const self = await tlsServer({});
  await assert.rejects(
    new CloudSiteAddress(new AddressGuard({ allowed: [`https://127.0.0.1:${self}`] })).check(
      `https://127.0.0.1:${self}`,
    ),
    says(NO_ANSWER),
  );
});
