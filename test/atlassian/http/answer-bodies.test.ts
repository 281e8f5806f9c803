import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { AnswerRoom } from '../../../src/atlassian/http/transport/answer-room.ts';
import { AnswerWatch } from '../../../src/atlassian/http/transport/answer-watch.ts';
import { readBody } from '../../../src/atlassian/http/transport/read-body.ts';
import { transport } from '../../../src/atlassian/http/transport/transport.ts';
import { listen } from '../../support/stand-ins/listen.ts';

const anywhere = new AddressGuard({ isPublic: () => true });

/** A site whose every answer is this. */
async function siteThatAnswers(
  body: Buffer,
  headers: Record<string, string>,
): Promise<{ url: string; close: () => void }> {
  const site = createServer((_request, response) => response.writeHead(200, headers).end(body));
  const url = `http://127.0.0.1:${await listen(site)}/`;
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
    const answer = await transport(
      30_000,
      anywhere,
    )({ method: 'GET', url: site.url, endpoint: 'x' });
    assert.deepEqual(answer.body, text, encoding);
    site.close();
  }
  for (const [encoding, body] of [
    ['zstd', text],
    ['gzip', text],
    ['gzip', gzipSync(text).subarray(0, 12)],
  ] as const) {
    const site = await siteThatAnswers(body, { 'content-encoding': encoding });
    const asked = transport(30_000, anywhere)({ method: 'GET', url: site.url, endpoint: 'x' });
    await assert.rejects(asked, { code: 'site-unreachable' }, encoding);
    site.close();
  }
  const nothing = { 'content-encoding': 'gzip', 'content-length': '0' };
  const empty = await siteThatAnswers(Buffer.alloc(0), nothing);
  const answer = await transport(
    30_000,
    anywhere,
  )({ method: 'GET', url: empty.url, endpoint: 'x' });
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

test('a text comes in UTF-8 from whichever charset it is said to be in, and bytes come as they are', async () => {
  const text = '{"a":"ü"}';
  const utf16 = Buffer.from(text, 'utf16le');
  const marked = Buffer.from(`\uFEFF${text}`, 'utf16le');
  for (const [charset, body, expected] of [
    ['ISO-8859-1', Buffer.from(text, 'latin1'), text],
    ['"utf-16le"', utf16, text],
    ['UTF-8', Buffer.from(text), text],
    ['ISO-8859-1', Buffer.from(text), text],
    ['unheard-of', Buffer.from(text), text],
    ['UTF-8', marked, text],
    ['UTF-8', Buffer.from(marked).swap16(), text],
  ] as const) {
    const site = await siteThatAnswers(body, {
      'content-type': `application/json; charset=${charset}`,
    });
    const ask = transport(30_000, anywhere);
    const call = { method: 'GET', url: site.url, endpoint: 'x' } as const;
    assert.equal((await ask(call)).body.toString(), expected, charset);
    assert.deepEqual((await ask({ ...call, bytes: true })).body, body, charset);
    site.close();
  }
});

test('waiting for room in our own memory is not the time of the site', async () => {
  const bytes = 9 << 20;
  const other = new AnswerRoom();
  await other.growTo(bytes, new AbortController().signal);
  const watch = new AnswerWatch(100);
  const stream = Readable.from([Buffer.alloc(bytes)], { objectMode: false });
  const { signal } = watch;
  const body = readBody(stream, { encoding: undefined, maxBytes: bytes, signal, watch });
  const laterWatch = new AnswerWatch(200);
  await Promise.race([body, once(laterWatch.signal, 'abort')]);
  other.leave();
  assert.equal((await body).length, bytes);
  watch.stop();
});
