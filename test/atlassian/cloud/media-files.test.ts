import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MediaFiles } from '../../../src/atlassian/cloud/attachments/media-files.ts';
import type { Http } from '../../../src/atlassian/http/http.ts';

const MEDIA = 'http://media';
const FILE = {
  name: 'a/b "ü" '.repeat(40),
  type: 'text/plain',
  content: {
    size: 3,
    read: async function* () {
      yield Buffer.from('abc');
    },
  },
};

/** A media service that takes a file in one of the two ways, and knows these tokens. */
function upload(way: '/file/binary' | '/file', good: readonly string[]) {
  const calls: string[] = [];
  let passes = 0;
  const http: Http = async ({ url, headers = {}, query }) => {
    const path = url.replace(MEDIA, '');
    const token = (headers['authorization'] ?? '').replace('Bearer ', '');
    calls.push(`${path} ${token}`);
    assert.equal(query?.['name'], FILE.name);
    const [status, body] = answerTo(path, token);
    return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
  };
  const answerTo = (path: string, token: string): [number, object] => {
    if (!good.includes(token)) return [401, { error: { code: 'JwtAuthoriser' } }];
    return path === way ? [201, { data: { id: 'm1' } }] : [404, { error: { code: 'NotFound' } }];
  };
  const askPass = async () => {
    passes += 1;
    return { value: { clientId: 'c', baseUrl: MEDIA, token: `t${passes}` } };
  };
  return { sent: new MediaFiles(http, MEDIA).upload(FILE, askPass), calls };
}

test('a file is sent once, in the first way that is there', async () => {
  const binary = upload('/file/binary', ['t1']);
  assert.deepEqual([await binary.sent, binary.calls], [{ value: 'm1' }, ['/file/binary t1']]);
  const form = upload('/file', ['t1', 't2']);
  assert.deepEqual(await form.sent, { value: 'm1' });
  assert.deepEqual(form.calls, ['/file/binary t1', '/file t2']);
});

test('a pass that expires while a file is on its way is asked for again, and the file sent again', async () => {
  const { sent, calls } = upload('/file/binary', ['t2']);
  assert.deepEqual(await sent, { value: 'm1' });
  assert.deepEqual(calls, ['/file/binary t1', '/file/binary t2']);
});

test('a service that accepts no pass is told so twice in each way', async () => {
  const { sent, calls } = upload('/file/binary', []);
  const found = await sent;
  assert.ok('unavailable' in found && /status 401/.test(found.unavailable));
  assert.equal(calls.length, 4);
});
