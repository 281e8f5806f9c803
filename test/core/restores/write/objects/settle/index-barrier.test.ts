import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unavailable } from '../../../../../../src/core/kernel/errors.ts';
import {
  awaitIndex,
  type IndexBarrier,
} from '../../../../../../src/core/restores/write/objects/settle/index-barrier.ts';
import { SteppingClock } from '../../../../../support/clocks/stepping-clock.ts';

/** A destination whose search shows a write only so much later. */
function barrierOf(lagMs: number): { barrier: IndexBarrier; waitedMs: () => number } {
  let nowMs = 1_000;
  const clock = Object.assign(new SteppingClock(), {
    monotonicMs: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  });
  const objectsById = async () => ({
    read: async () => ({ objects: nowMs >= 1_000 + lagMs ? [{ id: '7', updated: '' }] : [] }),
  });
  const barrier = {
    target: { objectsById },
    clock,
    signal: new AbortController().signal,
    settleMs: 100,
    plain: new Set(),
    lastWrite: () => ({ id: '7', typeId: '1', sentAtMs: 1_000 }),
    count: <T>(call: Promise<T>) => call,
  } as unknown as IndexBarrier;
  return { barrier, waitedMs: () => nowMs - 1_000 };
}

test('a search that lags for seconds is waited for', async () => {
  const { barrier, waitedMs } = barrierOf(5_000);
  await awaitIndex(0, barrier);
  assert.equal(waitedMs(), 5_000);
});

test('a search that lags longer gives the worker back: the run sleeps in the queue', async () => {
  const { barrier, waitedMs } = barrierOf(Infinity);
  await assert.rejects(
    awaitIndex(0, barrier),
    (error) =>
      error instanceof Unavailable && error.code === 'search-lags' && error.retryAfterMs === 0,
  );
  assert.ok(waitedMs() <= 31_000, `${waitedMs()} ms`);
});
