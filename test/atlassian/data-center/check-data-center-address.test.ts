/** What the address of a Data Center is asked, over TLS, and what its certificate is good for. */
import assert from 'node:assert/strict';
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { after, test } from 'node:test';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { SiteBudgets } from '../../../src/atlassian/budget/site-budgets.ts';
import { checkDataCenterAddress } from '../../../src/atlassian/data-center/check-data-center-address.ts';
import { DataCenterSites } from '../../../src/atlassian/data-center/data-center-sites.ts';
import { systemClock } from '../../../src/clock.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import {
  EXPIRED_CERTIFICATE,
  LOCAL_CERTIFICATE,
  TEST_CERTIFICATE,
  TEST_KEY,
} from '../../support/proxies/test-certificate.ts';
import { listen } from '../../support/stand-ins/listen.ts';
import { MemorySiteLeases } from '../../support/stand-ins/memory-site-leases.ts';

/** Leads every name to this machine, but for one that nobody knows. */
const guard = new AddressGuard({
  resolve: async (host) => {
    if (host === 'unknown.example.com')
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    return [{ address: '127.0.0.1', family: 4 }];
  },
  isPublic: () => true,
});

async function tlsServer(
  options: ServerOptions = {},
  listener: RequestListener = (_request, response) => response.end('{}'),
): Promise<number> {
  const server = createServer({ key: TEST_KEY, cert: TEST_CERTIFICATE, ...options }, listener);
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
}

const check = (port: number, certificate: string | null, host = 'site.example.com') =>
  checkDataCenterAddress(guard, { typed: `https://${host}:${port}/jira/`, certificate });

const says =
  (field: 'siteUrl' | 'certificate', message: RegExp) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof InvalidInput, String(error));
    assert.deepEqual(Object.keys(error.fields), [field]);
    assert.match(error.fields[field] ?? '', message);
    return true;
  };

test('a certificate of an own authority is trusted once it is pasted', async () => {
  const port = await tlsServer();
  const siteUrl = `https://site.example.com:${port}/jira`;
  assert.equal(await check(port, TEST_CERTIFICATE), siteUrl);
  const pasteIt = says('certificate', /isn't trusted\. Paste the certificate of the authority/);
  await assert.rejects(check(port, null), pasteIt);
  await assert.rejects(check(port, LOCAL_CERTIFICATE), pasteIt);
});

test('what is wrong with the way to it is said beside the address', async () => {
  const old = await tlsServer({ cert: EXPIRED_CERTIFICATE });
  await assert.rejects(check(old, EXPIRED_CERTIFICATE), says('siteUrl', /has expired\. Renew it/));
  const good = await tlsServer();
  const other = check(good, TEST_CERTIFICATE, 'other.example.com');
  await assert.rejects(other, says('siteUrl', /is for another host name/));
  const unknown = check(good, TEST_CERTIFICATE, 'unknown.example.com');
  await assert.rejects(unknown, says('siteUrl', /No server has this name/));
  const plain = createPlain((_request, response) => response.end('{}'));
  after(() => plain.close());
  const without = check(await listen(plain), TEST_CERTIFICATE);
  await assert.rejects(without, says('siteUrl', /doesn't speak https at this address/));
  const silent = await tlsServer({}, (request) => request.socket.destroy());
  await assert.rejects(
    check(silent, TEST_CERTIFICATE),
    says('siteUrl', /doesn't answer over https/),
  );
});

test('a redirect is not followed: it is said where it leads', async () => {
  const leadingTo = (location: string) =>
    tlsServer({}, (_request, response) => response.writeHead(302, { location }).end());
  const moved = await leadingTo('https://new.example.com/base/rest/api/2/serverInfo');
  await assert.rejects(
    check(moved, TEST_CERTIFICATE),
    says('siteUrl', /redirects to https:\/\/new\.example\.com\/base\. Enter that address/),
  );
  const behind = await leadingTo('https://sso.example.com/login?to=jira');
  await assert.rejects(
    check(behind, TEST_CERTIFICATE),
    says('siteUrl', /redirects to https:\/\/sso\.example\.com, where people sign in/),
  );
});

test('runs trust the pasted certificate too, and no other site by it', async () => {
  const budgets = new SiteBudgets(systemClock, new MemorySiteLeases());
  after(() => budgets.close());
  const sites = new DataCenterSites({
    requestTimeoutMs: 2_000,
    patienceMs: 200,
    confirmMs: 0,
    clock: systemClock,
    log: silentLog,
    budgets,
    guard,
  });
  const schema = { id: 1, name: 'Servers', objectSchemaKey: 'SRV', objectCount: 0 };
  const port = await tlsServer({}, (_request, response) =>
    response.end(JSON.stringify({ objectschemas: [schema] })),
  );
  const open = (certificate: string | null) =>
    sites.open(
      {
        siteUrl: `https://site.example.com:${port}`,
        userName: null,
        secret: 'token',
        certificate,
      },
      'assets',
    );
  const { schemas } = await open(TEST_CERTIFICATE).schemas();
  assert.deepEqual(
    schemas.map(({ name }) => name),
    ['Servers'],
  );
  await assert.rejects(open(null).schemas(), { code: 'site-unreachable' });
});
