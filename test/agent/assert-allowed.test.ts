import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { CallRefused } from '../../src/agent/assert-allowed.ts';
import type { WireCall } from '../../src/agent/wire-call.ts';
import { SiteClient } from '../../src/agent/site-client.ts';

/** What reached the site, or the machine beside it: every byte that is read of a call. */
const reached: string[] = [];
const servers = [0, 1].map(() =>
  createServer((request, response) => {
    reached.push(`${request.method} ${request.headers.host} ${request.url}`);
    response.writeHead(302, { location: `${beside}/elsewhere`, 'set-cookie': 'a=b' }).end('{}');
  }),
);
for (const server of servers)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => servers.forEach((server) => server.close()));
const [own, beside] = servers.map(
  (server) => `127.0.0.1:${(server.address() as AddressInfo).port}`,
) as [string, string];
const client = new SiteClient({
  siteUrl: `http://${own}/jira`,
  authorization: 'Bearer secret',
  authorities: undefined,
  concurrency: 4,
});
after(() => client.close());

const ID = '0123456789abcdef01234567';
const callOf = (changes: Partial<WireCall>): WireCall => ({
  id: ID,
  method: 'GET',
  path: '/rest/assets/1.0/objectschema/list',
  headers: { accept: 'application/json' },
  maxBytes: 1_000_000,
  timeoutMs: 30_000,
  ...changes,
});

const CARRIED: [string, string][] = [
  ['GET', '/rest/assets/1.0/objectschema/list'],
  ['GET', '/rest/insight/1.0/iql/objects?iql=objectTypeId+%3D+1&page=1&resultPerPage=25'],
  ['GET', '/rest/assets/1.0/aql/objects?qlQuery=Name+%3D+%22a%0A%C3%A4%22&includeAttributes=true'],
  ['GET', '/rest/assets/1.0/object/ITSM-12?includeAttributes=true'],
  ['POST', '/rest/assets/1.0/object/create'],
  ['PUT', '/rest/assets/1.0/object/12'],
  ['DELETE', '/rest/assets/1.0/objecttypeattribute/12'],
  ['GET', '/rest/assets/1.0/icon/3/icon.png?size=48'],
  ['GET', '/rest/assets/1.0/object/12/avatar.png?size=288'],
  ['GET', '/rest/assets/1.0/comment/object/12'],
  ['POST', '/rest/assets/1.0/comment/create'],
  ['GET', '/rest/assets/1.0/attachments/12'],
  ['POST', '/rest/insight/1.0/attachments/object/12'],
  ['GET', '/rest/assets/1.0/object/12/history?asc=true&abbreviate=false'],
  ['GET', '/rest/assets/1.0/object/archived?objectSchemaId=1&offset=0&limit=100'],
  ['PUT', '/rest/assets/1.0/object/archive/12'],
  ['GET', '/rest/api/2/user?key=JIRAUSER10100'],
  ['GET', '/rest/api/2/user/list?cursor=1000&maxResults=1000'],
  ['GET', '/rest/api/2/version/10010'],
  ['GET', '/rest/api/2/project/OPS/versions'],
  ['GET', '/rest/api/2/myself'],
  ['PUT', '/rest/api/2/issue/OPS-1'],
];
for (const [method, path] of CARRIED)
  test(`the agent carries ${method} ${path}`, async () => {
    reached.length = 0;
    const { status, headers, body } = await client.call(
      callOf({ method, path }),
      AbortSignal.timeout(30_000),
    );
    body.resume();
    assert.deepEqual(reached, [`${method} ${own} /jira${path}`]);
    // A redirect is told and not followed, and no cookie leaves the network.
    assert.equal(status, 302);
    assert.equal(headers['set-cookie'], undefined);
  });

const ROOTS = ['/rest/assets/1.0', '/rest/insight/1.0'];
/** Ways out of an address, put behind a root, before it and in the middle of it. */
const ESCAPES = [
  '/../../../secure/admin',
  '/..%2f..%2f..%2fsecure/admin',
  '/..%2F..%2Fsecure/admin',
  '/%2e%2e/%2e%2e/%2e%2e/secure/admin',
  '/%2E%2E/api/2/user',
  '/.%2e/.%2e/secure',
  '/..;/..;/secure/admin',
  '/object/..',
  '/object/.',
  '/object/./1',
  '/object/%2e',
  '/object//1',
  '//object/1',
  '/object\\1',
  '\\..\\..\\secure',
  '/object/%5c..%5csecure',
  '/object/%5C1',
  '/object;jsessionid=1/1',
  '/object/1;a=b',
  '/object/1%3Ba=b',
  '/object/1%3ba=b',
  '/object/%252e%252e/secure',
  '/object/%25252e',
  '/object/1%00',
  '/object/1%0d%0aHost:%20evil',
  '/object/1\r\nHost: evil',
  '/object/1\nHost: evil',
  '/object/1\tHost',
  '/object/1 HTTP/1.1',
  '/object/1#fragment',
  '/object/1%7f',
  '/object/%c0%ae%c0%ae/'.concat('%2e%2e/'),
  '/object/%c0%ae%c0%ae/1',
  '/object/%c0%afsecure',
  '/object/%e0%80%af1',
  '/object/%ff',
  '/object/%ed%a0%80',
  '/object/1?os_username=admin&os_password=admin',
  '/object/1?a=b&OS_authType=basic',
  '/object/1?%6fs_username=admin',
  '/object/1?o%73_username=admin',
  '/object/1?a=b\r\nX-A: b',
  '/object/1?a=b%0d%0aX-A:b',
  '/object/1?a=%00',
  '/object/1?a=b#c',
  '/object/1?a=b?c',
  '/object/1?a=ä',
  '/object/ä',
  '/object/1?a=b;c=d',
  '/OBJECT/1',
  '/Object/1',
  '/index/reindex/start',
  '/importsource/1',
  '/automation/rule',
  '/constructor',
  '/__proto__',
  '/toString',
  '',
  '/',
];
const ELSEWHERE = [
  '',
  '*',
  '/',
  'rest/assets/1.0/object/1',
  '/secure/admin',
  '/plugins/servlet/applinks',
  '/rest/api/2/user/password',
  '/rest/api/2/application-properties',
  '/rest/api/2/issue/OPS-1/comment',
  '/rest/api/2/issue',
  '/rest/api/2/group/user',
  '/rest/api/2/myself/password',
  '/rest/api/3/myself',
  '/rest/api/latest/user',
  '/rest/auth/1/session',
  '/rest/pat/latest/tokens',
  '/rest/assets/latest/object/1',
  '/rest/assets/2.0/object/1',
  '/rest/assets/1.0object/1',
  '/rest/servicedeskapi/info',
  '/REST/assets/1.0/object/1',
  '/rest/Assets/1.0/object/1',
  '/Rest/Insight/1.0/object/1',
  '/jira/rest/assets/1.0/object/1',
  '/rest%2fassets%2f1.0%2fobject%2f1',
  '/%72est/assets/1.0/object/1',
  '/./rest/assets/1.0/object/1',
  '/../rest/assets/1.0/object/1',
  '/;/rest/assets/1.0/object/1',
];
const prefixesOf = (path: string): string[] => [
  `http://${beside}${path}`,
  `https://${beside}${path}`,
  `HTTP://${beside}${path}`,
  `//${beside}${path}`,
  `///${beside}${path}`,
  `/\\${beside}${path}`,
  `\\\\${beside}${path}`,
  `@${beside}${path}`,
  `:80@${beside}${path}`,
  `.${beside}${path}`,
  `:1${path}`,
  `http:${path}`,
  `file://${path}`,
  ` ${path}`,
  `\t${path}`,
  `\r\n${path}`,
  `%20${path}`,
  `?${path}`,
  `#${path}`,
];
const PATHS = [
  ...ROOTS.flatMap((root) => ESCAPES.map((escape) => `${root}${escape}`)),
  ...ELSEWHERE,
  ...CARRIED.slice(0, 4).flatMap(([, path]) => prefixesOf(path)),
];
const METHODS = [
  'get',
  'Get',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  '',
  'GET\r\nA: b',
  ' GET',
  'GET ',
  'MOVE',
];
const HEADERS: Record<string, string>[] = [
  { host: beside },
  { Host: beside },
  { authorization: 'Basic YTpi' },
  { Authorization: 'Bearer other' },
  { cookie: 'JSESSIONID=1' },
  { connection: 'close, host' },
  { 'transfer-encoding': 'chunked' },
  { 'content-length': '0' },
  { upgrade: 'websocket' },
  { expect: '100-continue' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-forwarded-host': beside },
  { 'x-original-url': '/secure/admin' },
  { 'x-rewrite-url': '/secure/admin' },
  { 'proxy-authorization': 'Basic YTpi' },
  { te: 'trailers' },
  { accept: 'a\r\nHost: evil' },
  { accept: 'a\nX: b' },
  { accept: 'ä' },
  { 'accept\r\nhost': 'evil' },
  { 'accept ': 'a' },
  { 'content-type': 'text/html' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'multipart/form-data' },
  { __proto__x: 'a' },
];
const refused: Partial<WireCall>[] = [
  ...PATHS.flatMap((path) => [{ path }, { path, method: 'POST' }]),
  ...METHODS.map((method) => ({ method })),
  ...HEADERS.map((headers) => ({ headers })),
  ...CARRIED.filter(([, path]) => path.includes('/api/2/')).map(([, path]) => ({
    path,
    method: 'DELETE',
  })),
  { path: '/rest/assets/1.0/aql/objects', method: 'POST' },
  { path: '/rest/assets/1.0/progress/1', method: 'DELETE' },
  { path: '/rest/api/2/issue/OPS-1', method: 'POST' },
  { method: 'POST', body: Buffer.alloc(17 << 20).toString('base64') },
  { path: `/rest/assets/1.0/object/${'1'.repeat(3_000)}` },
];

test('the agent refuses whatever is not its own, and nothing of it leaves the machine', async () => {
  reached.length = 0;
  assert.ok(refused.length >= 300, `${refused.length} tries`);
  for (const changes of refused)
    await assert.rejects(
      client.call(callOf(changes), AbortSignal.timeout(30_000)),
      CallRefused,
      JSON.stringify(changes).slice(0, 300),
    );
  assert.deepEqual(reached, []);
});
