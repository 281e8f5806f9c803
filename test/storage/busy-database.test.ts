import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unavailable } from '../../src/core/kernel/errors.ts';
import { sleepAfter } from '../../src/core/runs/sleep-after.ts';
import { translated, translateError } from '../../src/storage/translate-error.ts';

/** As Azure Cosmos DB for MongoDB (RU) answers when the rate is too large. */
const busy = (message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { code: 16500, name: 'MongoServerError', ...more });
const SAID =
  "Error=16500, RetryAfterMs=34, Details='Response status code does not indicate success: TooManyRequests (429)";

test('a rate that is too large is waited out for just as long as the database says', async () => {
  const waits: number[] = [];
  const answers = [busy(SAID), busy('no words', { RetryAfterMs: 120 }), busy('nothing'), undefined];
  const found = await translated(
    async () => {
      const error = answers.shift();
      if (error) throw error;
      return 'found';
    },
    async (ms) => waits.push(ms),
  );
  assert.equal(found, 'found');
  assert.deepEqual(waits, [34, 120, 200]);
});

test('a database that goes on asking for time is unavailable, and runs sleep at least as long', async () => {
  let calls = 0;
  const error = await translated(
    async () => {
      calls += 1;
      throw busy(SAID.replace('34', '90000'));
    },
    async () => undefined,
  ).then(
    () => assert.fail('it was not busy'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Unavailable && error.code === 'database-unavailable');
  assert.equal(error.retryAfterMs, 90_000);
  assert.equal(calls, 20);
  assert.equal(sleepAfter(error, { ms: 0, times: 0 }, 600_000)?.ms, 90_000);
});

test('what is not about the rate is not repeated', async () => {
  for (const code of [11000, 91, 14031]) {
    let calls = 0;
    const asked = translated(async () => {
      calls += 1;
      throw Object.assign(new Error('no'), { code });
    });
    await assert.rejects(asked);
    assert.equal(calls, 1);
  }
  assert.equal((translateError(busy(SAID)) as Unavailable).retryAfterMs, 34);
});
