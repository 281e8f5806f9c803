import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import type { AddressInfo } from 'node:net';
import { answerNotYet } from '../../src/web/answer-not-yet.ts';

const server = createServer(answerNotYet);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.close());
const { port } = server.address() as AddressInfo;

test('what comes before the pages are there is told to come again, whatever it sends', async () => {
  for (const body of [undefined, 'x'.repeat(1 << 20)]) {
    const answer = await fetch(`http://127.0.0.1:${port}/installed`, {
      method: body ? 'POST' : 'GET',
      body: body ?? null,
    });
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '2']);
    assert.match(await answer.text(), /is starting\. Try again/);
  }
});
