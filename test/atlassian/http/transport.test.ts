import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { NeverSent } from '../../../src/atlassian/http/http.ts';
import { transport } from '../../../src/atlassian/http/transport/transport.ts';
import type { ByteSink } from '../../../src/core/assets/ports/files/byte-sink.ts';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import { AnswerTooLarge } from '../../../src/core/assets/ports/pages/answer-too-large.ts';
import {
  EXPIRED_CERTIFICATE,
  TEST_CERTIFICATE,
  TEST_KEY,
} from '../../support/proxies/test-certificate.ts';
import { listen } from '../../support/stand-ins/listen.ts';

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
const root = `http://127.0.0.1:${await listen(server)}`;
after(() => {
  server.closeAllConnections();
  server.close();
});
const guard = new AddressGuard({ allowed: [root] });
const http = transport(30_000, guard);
const impatient = transport(500, guard);
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

test('a certificate that is wrong by now is said in words, and nothing was sent', async () => {
  const wrong = async (cert: string, ca: string[], host = 'site.example.com'): Promise<string> => {
    const tls = createTlsServer({ key: TEST_KEY, cert }, (_request, response) => response.end());
    after(() => tls.close());
    const here = new AddressGuard({
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      isPublic: () => true,
    });
    const url = `https://${host}:${await listen(tls)}/`;
    const sent = transport(30_000, here, { ca })({ method: 'GET', url, endpoint: 'test' });
    const error = await sent.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof NeverSent, String(error));
    return error.why;
  };
  assert.equal(await wrong(TEST_CERTIFICATE, []), "its certificate isn't trusted");
  assert.equal(
    await wrong(EXPIRED_CERTIFICATE, [EXPIRED_CERTIFICATE]),
    'its certificate has expired',
  );
  assert.equal(
    await wrong(TEST_CERTIFICATE, [TEST_CERTIFICATE], 'other.example.com'),
    'its certificate is for another host name',
  );
});
