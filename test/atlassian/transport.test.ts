import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { transport } from '../../src/atlassian/http/transport.ts';
import { Unavailable } from '../../src/core/errors.ts';
import { AnswerTooLarge } from '../../src/core/site/assets-site.ts';

const SECRET = 'Basic c2VjcmV0';
const answers: Record<string, RequestListener> = {
  '/plain': (_request, response) => response.writeHead(200, { 'X-Note': 'here' }).end('{"a":1}'),
  '/gzip': (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":2}')),
  '/refused': (_request, response) => response.writeHead(404).end('{"errorMessages":["none"]}'),
  '/redirect': (_request, response) => response.writeHead(302, { location: '/plain' }).end(),
  '/large': (_request, response) => response.end(Buffer.alloc(200_000, 'x')),
  '/hang': () => undefined,
  '/hang-in-body': (_request, response) => { response.write('{"a":'); },
  '/cut': (_request, response) => { response.writeHead(200, { 'content-length': '1000' }).write('{"a":', () => response.destroy()); },
};
const server = createServer((request, response) => answers[request.url!]!(request, response));
await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
after(() => { server.closeAllConnections(); server.close(); });
const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const http = transport(500);
const ask = (path: string, options: { maxBytes?: number; signal?: AbortSignal } = {}) =>
  http({ method: 'GET', url: root + path, endpoint: 'test', headers: { authorization: SECRET }, ...(options.maxBytes ? { maxBytes: options.maxBytes } : {}) }, options.signal);

test('an answer comes as bytes with its headers in small letters, unpacked, whatever its status', async () => {
  const answer = await ask('/plain');
  assert.deepEqual([answer.status, answer.headers['x-note'], answer.body.toString()], [200, 'here', '{"a":1}']);
  assert.equal((await ask('/gzip')).body.toString(), '{"a":2}');
  assert.equal((await ask('/refused')).status, 404);
});

test('a redirect is refused', async () => {
  await assert.rejects(ask('/redirect'), { code: 'site-redirects' });
});

test('an answer over the cap ends early and says so', async () => {
  await assert.rejects(ask('/large', { maxBytes: 100_000 }), AnswerTooLarge);
  assert.equal((await ask('/large', { maxBytes: 200_000 })).body.length, 200_000);
});

test('a site that hangs, before or within its answer, or cuts the connection does not answer; the error holds no secret', async () => {
  for (const path of ['/hang', '/hang-in-body', '/cut']) await assert.rejects(ask(path), (error: unknown) => {
    assert.ok(error instanceof Unavailable, path);
    assert.equal(error.code, 'site-unreachable');
    assert.ok(!JSON.stringify({ ...error, message: error.message, cause: error.cause }).includes(SECRET));
    return true;
  });
});

test('a caller that stops sees its own reason', async () => {
  const stop = new AbortController();
  const asked = ask('/hang-in-body', { signal: stop.signal });
  setImmediate(() => stop.abort(new Error('stopped by the caller')));
  await assert.rejects(asked, /stopped by the caller/);
});
