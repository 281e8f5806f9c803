import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import {
  AddressGuard,
  AddressRefused,
  type AddressGuardOptions,
} from '../../../src/atlassian/address/address-guard.ts';
import { isPublicIp } from '../../../src/atlassian/address/is-public-ip.ts';
import { transport } from '../../../src/atlassian/http/transport/transport.ts';

let reached = 0;
const server = createServer((_request, response) => {
  reached += 1;
  response.end('{"here":true}');
});
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve);
});
after(() => {
  server.closeAllConnections();
  server.close();
});
const { port } = server.address() as AddressInfo;

const v4 = (...addresses: string[]): LookupAddress[] =>
  addresses.map((address) => ({ address, family: 4 }));
/** Names lead to these answers, one after the other; the last one stays. */
function dns(...answers: LookupAddress[][]) {
  const asked: string[] = [];
  return {
    asked,
    resolve: async (host: string) => {
      asked.push(host);
      return answers[Math.min(asked.length, answers.length) - 1]!;
    },
  };
}
/** The server of this test, as if it were on the internet. */
const isPublic = (address: string): boolean => address === '127.0.0.1' || isPublicIp(address);
const ask = (options: AddressGuardOptions, url: string) =>
  transport(3_000, new AddressGuard(options))({ method: 'GET', url, endpoint: 'test' });
const notReached = async (
  options: AddressGuardOptions,
  url: string,
  why: RegExp = /an address that isn't allowed/,
): Promise<void> => {
  const before = reached;
  await assert.rejects(ask(options, url), (error: unknown) => {
    assert.match((error as Error).message, why, url);
    return (error as { code?: unknown }).code === 'site-unreachable';
  });
  assert.equal(reached, before, url);
};

test('a name is resolved once, and the connection goes to what was checked', async () => {
  const { asked, resolve } = dns(v4('127.0.0.1'), v4('10.0.0.1'));
  const answer = await ask({ resolve, isPublic }, `http://site.example.com:${port}/`);
  assert.equal(answer.body.toString(), '{"here":true}');
  assert.deepEqual(asked, ['site.example.com']);
});

test('a DNS that changes its mind between two connections is refused at the second', async () => {
  const { resolve } = dns(v4('127.0.0.1'), v4('192.168.0.7'));
  const agents = new AddressGuard({ resolve, isPublic }).agents({ keepAlive: false });
  const once = () =>
    new Promise<number>((done, fail) => {
      request(`http://site.example.com:${port}/`, { agent: agents.http }, (response) => {
        response.resume();
        done(response.statusCode!);
      })
        .once('error', fail)
        .end();
    });
  assert.equal(await once(), 200);
  await assert.rejects(once(), AddressRefused);
});

test('one address among several that is not public refuses the name', async () => {
  for (const address of ['10.0.0.1', '169.254.169.254', '0.0.0.0'])
    await notReached(
      { resolve: dns(v4('127.0.0.1', address)).resolve, isPublic },
      `http://site.example.com:${port}/`,
    );
  await notReached(
    { resolve: dns([...v4('127.0.0.1'), { address: '::1', family: 6 }]).resolve, isPublic },
    `http://site.example.com:${port}/`,
  );
});

test('a name that leads to this machine is refused, over http and https', async () => {
  const { resolve } = dns(v4('127.0.0.1'));
  for (const url of [
    `http://site.example.com:${port}/`,
    `https://site.example.com:${port}/`,
    `http://localhost:${port}/`,
  ])
    await notReached({ resolve }, url);
});

test('an address in place of a name is checked though nothing is looked up', async () => {
  const { asked, resolve } = dns(v4('93.184.216.34'));
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
  ])
    for (const protocol of ['http', 'https'])
      await notReached({ resolve }, `${protocol}://${host}:${port}/`);
  assert.deepEqual(asked, []);
});

test("the machine's own resolver is asked when none is given, and localhost stays refused", async () => {
  await notReached(
    {},
    `http://localhost:${port}/`,
    /an address that isn't allowed|ENOTFOUND|EAI_AGAIN/,
  );
});

test('a name without an address is no refusal', async () => {
  await notReached(
    {
      resolve: async () => {
        throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      },
    },
    'http://nowhere.example.com/',
    /ENOTFOUND/,
  );
  await notReached({ resolve: async () => [] }, 'http://nowhere.example.com/', /ENOTFOUND/);
});

test('what the operator allowed is connected to, at that port and by that name only', async () => {
  const before = reached;
  await ask({ allowed: [`http://127.0.0.1:${port}`] }, `http://127.0.0.1:${port}/`);
  assert.equal(reached, before + 1);
  await notReached({ allowed: [`http://127.0.0.1:${port + 1}`] }, `http://127.0.0.1:${port}/`);
  await notReached({ allowed: [`https://127.0.0.1:${port}`] }, `http://127.0.0.1:${port}/`);
  await notReached(
    { allowed: [`http://127.0.0.1:${port}`], resolve: dns(v4('127.0.0.1')).resolve },
    `http://localhost:${port}/`,
  );
});
