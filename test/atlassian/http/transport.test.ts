import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { NeverSent } from '../../../src/atlassian/http/http.ts';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { transport } from '../../../src/atlassian/http/transport/transport.ts';
import type { ByteSink } from '../../../src/core/assets/ports/files/byte-sink.ts';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import { AnswerTooLarge } from '../../../src/core/assets/ports/pages/answer-too-large.ts';

const SECRET = 'Basic c2VjcmV0';
const answers: Record<string, RequestListener> = {
  '/plain': (_request, response) => response.writeHead(200, { 'X-Note': 'here' }).end('{"a":1}'),
  '/gzip': (_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":2}')),
  '/empty': (request, response) => {
    const encoding = new URL(request.url!, 'http://x').searchParams.get('as')!;
    response.writeHead(200, { 'content-encoding': encoding }).end();
  },
  '/marked': (_request, response) => response.end('\ufeff{"a":3}'),
  '/asked': (request, response) => response.end(JSON.stringify(request.url)),
  '/no-gzip': (_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"a":1}'),
  '/refused': (_request, response) => response.writeHead(404).end('{"errorMessages":["none"]}'),
  '/redirect': (_request, response) => response.writeHead(302, { location: '/plain' }).end(),
  '/large': (_request, response) => response.end(Buffer.alloc(200_000, 'x')),
  '/hang': () => undefined,
  '/hang-in-body': (_request, response) => {
    response.write('{"a":');
  },
  '/drip': (_request, response) => {
    response.write('x');
    const drip = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(drip));
  },
  '/cut': (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"a":', () => response.destroy());
  },
};
const server = createServer((request, response) =>
  answers[request.url!.replace(/\?.*/, '')]!(request, response),
);
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve);
});
after(() => {
  server.closeAllConnections();
  server.close();
});
const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const guard = new AddressGuard({ allowed: [root] });
const http = transport(30_000, guard);
const impatient = transport(500, guard);
const anywhere = new AddressGuard({ isPublic: () => true });
const ask = (path: string, options: { maxBytes?: number; signal?: AbortSignal } = {}) =>
  (path.startsWith('/hang') ? impatient : http)(
    {
      method: 'GET',
      url: root + path,
      endpoint: 'test',
      headers: { authorization: SECRET },
      ...(options.maxBytes ? { maxBytes: options.maxBytes } : {}),
    },
    options.signal,
  );

test('an answer comes as bytes with its headers in small letters, unpacked, whatever its status', async () => {
  const answer = await ask('/plain');
  assert.deepEqual(
    [answer.status, answer.headers['x-note'], answer.body.toString()],
    [200, 'here', '{"a":1}'],
  );
  assert.equal((await ask('/gzip')).body.toString(), '{"a":2}');
  assert.equal((await ask('/refused')).status, 404);
});

test('nothing that is said to be packed is nothing, and a byte order mark is no part of a text', async () => {
  for (const encoding of ['gzip', 'br', 'deflate'])
    assert.equal((await ask(`/empty?as=${encoding}`)).body.length, 0, encoding);
  assert.equal((await ask('/marked')).body.toString(), '{"a":3}');
  await assert.rejects(ask('/no-gzip'), { code: 'site-unreachable' });
});

test('half a character in what is asked for is asked for as something', async () => {
  const query = { one: 'a\ud800', all: ['\udfff', 'b'], count: 7 };
  const answer = await http({ method: 'GET', url: `${root}/asked`, endpoint: 'test', query });
  assert.equal(
    JSON.parse(answer.body.toString()),
    '/asked?one=a%EF%BF%BD&all=%EF%BF%BD&all=b&count=7',
  );
});

test('a redirect is refused', async () => {
  await assert.rejects(ask('/redirect'), { code: 'site-redirects' });
});

test('an answer over the cap ends early and says so', async () => {
  await assert.rejects(ask('/large', { maxBytes: 100_000 }), AnswerTooLarge);
  assert.equal((await ask('/large', { maxBytes: 200_000 })).body.length, 200_000);
});

test('a site that hangs, before or within its answer, or cuts the connection does not answer; the error holds no secret', async () => {
  for (const path of ['/hang', '/hang-in-body', '/cut'])
    await assert.rejects(ask(path), (error: unknown) => {
      assert.ok(error instanceof Unavailable, path);
      assert.equal(error.code, 'site-unreachable');
      const shown = Object.fromEntries(
        Object.getOwnPropertyNames(error)
          .filter((name) => name !== 'stack')
          .map((name) => [name, error[name as keyof Unavailable]]),
      );
      assert.ok(!JSON.stringify(shown).includes(SECRET));
      return true;
    });
});

test('a caller that stops sees its own reason', async () => {
  const stop = new AbortController();
  const asked = ask('/hang-in-body', { signal: stop.signal });
  setImmediate(() => stop.abort(new Error('stopped by the caller')));
  await assert.rejects(asked, /stopped by the caller/);
});

test('what was never sent is told from what was: refused, unknown and shut out before the handshake is done, against cut, hung and closed while it was kept', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => {
    closed.listen(0, '127.0.0.1', resolve);
  });
  const { port } = closed.address() as AddressInfo;
  closed.close();
  const secure = root.replace('http:', 'https:');
  const silent = createTcpServer((socket) => socket.on('error', () => undefined).resume());
  const shut = createTcpServer((socket) => socket.destroy());
  for (const each of [silent, shut])
    await new Promise<void>((resolve) => {
      each.listen(0, '127.0.0.1', resolve);
    });
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
  await new Promise<void>((resolve) => {
    closing.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(closing.address() as AddressInfo).port}/`;
  const own = transport(500, anywhere);
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
  await new Promise<void>((resolve) => {
    closing.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(closing.address() as AddressInfo).port}/`;
  return { url, calls: () => calls, close: () => closing.close() };
}

test('a question over a kept connection that the site closes is asked once more; nothing else is', async () => {
  const site = await closingSite();
  const own = transport(500, anywhere);
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
    const writer = transport(500, anywhere);
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
  await new Promise<void>((resolve) => {
    shut.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(shut.address() as AddressInfo).port}/`;
  await assert.rejects(transport(500, anywhere)({ method: 'GET', url, endpoint: 'test' }));
  assert.equal(calls, 1);
  shut.close();
});

/** A site whose every answer is this. */
async function siteThatAnswers(
  body: Buffer,
  headers: Record<string, string>,
): Promise<{ url: string; close: () => void }> {
  const site = createServer((_request, response) => response.writeHead(200, headers).end(body));
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  const close = (): void => {
    site.closeAllConnections();
    site.close();
  };
  return { url, close };
}

test('answers come unpacked from what was asked for, and from nothing else', async () => {
  const text = Buffer.from('{"a":"ü"}');
  for (const [encoding, packed] of [
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', text],
    ['GZIP', gzipSync(text)],
  ] as const) {
    const site = await siteThatAnswers(packed, { 'content-encoding': encoding });
    const answer = await transport(500, anywhere)({ method: 'GET', url: site.url, endpoint: 'x' });
    assert.deepEqual(answer.body, text, encoding);
    site.close();
  }
  for (const [encoding, body] of [
    ['zstd', text],
    ['gzip', text],
    ['gzip', gzipSync(text).subarray(0, 12)],
  ] as const) {
    const site = await siteThatAnswers(body, { 'content-encoding': encoding });
    const asked = transport(500, anywhere)({ method: 'GET', url: site.url, endpoint: 'x' });
    await assert.rejects(asked, { code: 'site-unreachable' }, encoding);
    site.close();
  }
  const nothing = { 'content-encoding': 'gzip', 'content-length': '0' };
  const empty = await siteThatAnswers(Buffer.alloc(0), nothing);
  const answer = await transport(500, anywhere)({ method: 'GET', url: empty.url, endpoint: 'x' });
  assert.equal(answer.body.length, 0);
  empty.close();
});

test('answers that are packed to take the memory take little of it, however many come at once', async () => {
  const bomb = gzipSync(Buffer.alloc(200 << 20, 0x20));
  const site = await siteThatAnswers(bomb, { 'content-encoding': 'gzip' });
  const own = transport(30_000, anywhere);
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 10);
  const call = { method: 'GET', url: site.url, endpoint: 'x' } as const;
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 24 }, () => own(call)),
    ...Array.from({ length: 24 }, () => own({ ...call, maxBytes: 500 << 20 })),
  ]);
  clearInterval(watch);
  site.close();
  assert.ok(outcomes.every(({ status }) => status === 'rejected'));
  assert.ok(peak - before < 300 << 20, `${Math.round((peak - before) / 1e6)} MB more`);
});

test('large answers are taken one after another, and one that ends in the middle holds up nobody', async () => {
  const large = Buffer.alloc(12 << 20, 'x');
  const site = await siteThatAnswers(large, {});
  const own = transport(30_000, anywhere);
  const stop = new AbortController();
  const call = { method: 'GET', url: site.url, endpoint: 'x', maxBytes: 20 << 20 } as const;
  const stopped = Array.from({ length: 3 }, () => own(call, stop.signal));
  const asked = Array.from({ length: 6 }, () => own(call));
  setTimeout(() => stop.abort(new Error('stopped')), 5);
  await Promise.allSettled(stopped);
  for (const { body } of await Promise.all(asked)) assert.equal(body.length, large.length);
  site.close();
});

/** Asks for a file with so much time for each part of it. */
const pour = async (path: string, timeoutMs: number, take: ByteSink['take']) =>
  transport(
    timeoutMs,
    guard,
  )({
    method: 'GET',
    url: root + path,
    endpoint: 'test',
    bytes: true,
    sink: { received: 0, take },
  });

test('a file that comes byte by byte ends, however steadily they come', async () => {
  let received = 0;
  const take = async (bytes: Uint8Array) => {
    received += bytes.length;
  };
  await assert.rejects(pour('/drip', 500, take), /no answer in time/);
  assert.ok(received > 0);
});

test('the time that our own storage takes for a part of a file is not the time of the site', async () => {
  let received = 0;
  await pour('/large', 500, async (bytes) => {
    received += bytes.length;
    await new Promise((resolve) => {
      setTimeout(resolve, 600);
    });
  });
  assert.equal(received, 200_000);
});
