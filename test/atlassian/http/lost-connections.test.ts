import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { NeverSent } from '../../../src/atlassian/http/http.ts';
import { transport } from '../../../src/atlassian/http/transport/transport.ts';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import { listen } from '../../support/stand-ins/listen.ts';

const anywhere = new AddressGuard({ isPublic: () => true });
const server = createServer((request, response) => {
  if (request.url !== '/cut') return;
  response.writeHead(200, { 'content-length': '1000' }).write('{"a":', () => response.destroy());
});
const root = `http://127.0.0.1:${await listen(server)}`;
after(() => {
  server.closeAllConnections();
  server.close();
});

test('what was never sent is told from what was: refused, unknown and shut out before the handshake is done, against cut, hung and closed while it was kept', async () => {
  const closed = createServer();
  const port = await listen(closed);
  closed.close();
  const secure = root.replace('http:', 'https:');
  const silent = createTcpServer((socket) => socket.on('error', () => undefined).resume());
  const shut = createTcpServer((socket) => socket.destroy());
  for (const each of [silent, shut]) await listen(each);
  const at = (each: typeof silent, scheme: string): string =>
    `${scheme}://127.0.0.1:${(each.address() as AddressInfo).port}/`;
  const own = transport(500, anywhere);
  const create = (url: string): Promise<unknown> =>
    own({ method: 'POST', url, endpoint: 'test', once: true, body: { a: 1 } }).catch(
      (error: unknown) => error,
    );
  for (const url of [
    `http://127.0.0.1:${port}/`,
    'http://no-such-host.invalid/',
    `${secure}/plain`,
    at(silent, 'https'),
    at(shut, 'https'),
  ])
    assert.ok((await create(url)) instanceof NeverSent, url);
  for (const url of [`${root}/hang`, `${root}/cut`, at(silent, 'http'), at(shut, 'http')]) {
    const error = await create(url);
    assert.ok(
      error instanceof Unavailable &&
        !(error instanceof NeverSent) &&
        error.code === 'site-unreachable',
      url,
    );
  }
  for (const each of [silent, shut]) each.close();
});

test('a kept connection that is closed under a call counts as sent', async () => {
  let calls = 0;
  const closing = createServer((request, response) => {
    calls += 1;
    if (calls === 1) response.end('{}');
    else request.socket.destroy();
  });
  const url = `http://127.0.0.1:${await listen(closing)}/`;
  const own = transport(30_000, anywhere);
  await own({ method: 'GET', url, endpoint: 'test' });
  await assert.rejects(
    own({ method: 'POST', url, endpoint: 'test', once: true }),
    (error: unknown) => error instanceof Unavailable && !(error instanceof NeverSent),
  );
  closing.close();
});

/** Closes each kept connection under the second call that comes over it, unless told otherwise. */
async function closingSite(): Promise<{ url: string; calls: () => number; close: () => void }> {
  let calls = 0;
  const seen = new WeakSet<object>();
  const closing = createServer((request, response) => {
    calls += 1;
    if (seen.has(request.socket)) request.socket.destroy();
    else response.end('{}');
    seen.add(request.socket);
  });
  const url = `http://127.0.0.1:${await listen(closing)}/`;
  return { url, calls: () => calls, close: () => closing.close() };
}

test('a question over a kept connection that the site closes is asked once more; nothing else is', async () => {
  const site = await closingSite();
  const own = transport(30_000, anywhere);
  for (let click = 0; click < 10; click += 1) {
    const asked = { method: 'POST', url: site.url, endpoint: 'test', question: true } as const;
    assert.equal((await own(asked)).status, 200, `click ${click}`);
    assert.equal((await own({ method: 'GET', url: site.url, endpoint: 'test' })).status, 200);
  }
  for (const write of [
    { method: 'POST', once: true },
    { method: 'PUT' },
    { method: 'DELETE' },
    { method: 'POST' },
  ] as const) {
    const writer = transport(30_000, anywhere);
    await writer({ method: 'GET', url: site.url, endpoint: 'test' });
    const before = site.calls();
    await assert.rejects(writer({ ...write, url: site.url, endpoint: 'test' }), {
      code: 'site-unreachable',
    });
    assert.equal(site.calls(), before + 1, JSON.stringify(write));
  }
  site.close();
});

test('a question over a connection of its own that is closed is not asked again', async () => {
  let calls = 0;
  const shut = createServer((request) => {
    calls += 1;
    request.socket.destroy();
  });
  const url = `http://127.0.0.1:${await listen(shut)}/`;
  await assert.rejects(transport(30_000, anywhere)({ method: 'GET', url, endpoint: 'test' }));
  assert.equal(calls, 1);
  shut.close();
});
