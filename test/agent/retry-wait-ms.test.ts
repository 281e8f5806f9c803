import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryWaitMs } from '../../src/agent/retry-wait-ms.ts';

test('an agent waits longer after each failure, up to a minute', () => {
  const waits = [1, 2, 3, 7, 2_000].map((failures) => retryWaitMs(failures, 1));
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 60_000, 60_000]);
});

test('agents that failed together do not come back together', () => {
  assert.deepEqual([retryWaitMs(7, 0), retryWaitMs(7, 0.5)], [30_000, 45_000]);
});
