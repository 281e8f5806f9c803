import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import { openBucket } from '../../../src/storage/buckets/client/open-bucket.ts';
import { listen } from '../../support/stand-ins/listen.ts';

const DRIP_MS = 20;
const SLOW = { 'content-length': '1000000' };

/** What becomes of an answer after its first byte. */
const ENDINGS: Record<string, (answer: ServerResponse) => void> = {
  'stands still in the middle of an answer': () => undefined,
  'sends an answer byte by byte': (answer) => {
    const drip = setInterval(() => answer.write('x'), DRIP_MS);
    answer.on('close', () => clearInterval(drip));
  },
};

for (const [what, go] of Object.entries(ENDINGS))
  test(`a call to a bucket that ${what} ends`, async () => {
    const server = createServer((_inbound, answer) => {
      answer.writeHead(200, SLOW).write('<');
      go(answer);
    });
    const port = await listen(server);
    after(() => {
      server.closeAllConnections();
      server.close();
    });
    const bucket = openBucket(
      {
        endpoint: `http://127.0.0.1:${port}`,
        region: 'us-east-1',
        bucket: 'slow',
        prefix: '',
        accessKey: 'one',
        secretKey: 'two',
        pathStyle: true,
        ca: '',
        lockDays: 0,
      },
      { gates: composeDatabaseGates(['127.0.0.0/8']), timeoutMs: 200, attempts: 1 },
    );
    after(() => bucket.close());
    await assert.rejects(bucket.read('some'), { fault: 'silent' });
    await assert.rejects(bucket.list('').next(), { fault: 'silent' });
    await assert.rejects(
      bucket.head({ key: 'some' }).then(() => bucket.askLocking()),
      { fault: 'silent' },
    );
  });
