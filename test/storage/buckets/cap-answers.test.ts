import assert from 'node:assert/strict';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { readBucketFailure } from '../../../src/storage/buckets/client/bucket-failure.ts';
import { capAnswers } from '../../../src/storage/buckets/client/cap-answers.ts';
import { listen } from '../../support/stand-ins/listen.ts';

const MOST = 1 << 20;
const CHUNK = Buffer.alloc(64 << 10, ' ');
const where = { Bucket: 'endless', Key: 'some' };

/** How many bytes the next answer has. */
let bytes = Infinity;
let answer: ServerResponse | undefined;
const server = createServer((_inbound, outbound) => {
  answer = outbound.writeHead(200, { 'content-type': 'application/xml' });
  let sent = 0;
  const send = (): void => {
    while (sent < bytes && !outbound.destroyed) {
      sent += CHUNK.length;
      if (!outbound.write(CHUNK)) return;
    }
    outbound.end();
  };
  outbound.on('drain', send);
  send();
});
const client = new S3Client({
  endpoint: `http://127.0.0.1:${await listen(server)}`,
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: 'one', secretAccessKey: 'two' },
  maxAttempts: 1,
});
capAnswers(client, MOST);
after(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

const read = async (): Promise<number> => {
  const { Body } = await client.send(new GetObjectCommand(where));
  return (await Body?.transformToByteArray())?.length ?? 0;
};

for (const [what, ask] of [
  ['an object', read],
  ['a list', () => client.send(new ListObjectsV2Command(where))],
] as const)
  test(`${what} that never ends is broken off, and so is its connection`, async () => {
    bytes = Infinity;
    const error: unknown = await ask().then(() => assert.fail('it ended'), Object);
    const { fault, code } = readBucketFailure(error);
    assert.deepEqual([fault, code], ['strange', 'AnswerTooLarge']);
    if (!answer?.closed) await once(answer ?? assert.fail('nothing was asked'), 'close');
  });

test('what is just as large as it may be is read whole', async () => {
  bytes = MOST;
  assert.equal(await read(), MOST);
  bytes = MOST + 1;
  await assert.rejects(read());
});
