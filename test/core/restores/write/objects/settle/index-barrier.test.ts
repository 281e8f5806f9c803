import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unavailable } from '../../../../../../src/core/kernel/errors.ts';
import {
  awaitIndex,
  type IndexBarrier,
} from '../../../../../../src/core/restores/write/objects/settle/index-barrier.ts';
import { SteppingClock } from '../../../../../support/clocks/stepping-clock.ts';

const SETTLE_MS = 100;
const START_MS = 1_000;

/**
 * A destination whose search shows a write only so much later. `dates`: whether a write that
 * changes nothing gets a date. `isThere`: whether what was written last still exists.
 */
function barrierOf(
  lagMs: number,
  { dates = true, isThere = true } = {},
): { barrier: IndexBarrier; waitedMs: () => number } {
  let nowMs = START_MS;
  const writtenAtMs = [START_MS];
  const objectAt = (ms: number) => {
    const writtenMs = writtenAtMs.findLast((each) => each <= ms);
    if (writtenMs === undefined || !isThere) return undefined;
    const updated = new Date(writtenMs).toISOString();
    return { id: '7', updated, values: { '1': [{ value: 'name' }] } };
  };
  const clock = Object.assign(new SteppingClock(), {
    monotonicMs: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  });
  const objectsById = async () => ({
    read: async () => ({ objects: [objectAt(nowMs - lagMs)].filter(Boolean) }),
  });
  const barrier = {
    target: {
      objectsById,
      object: async () => objectAt(nowMs) ?? null,
      updateObject: async () => {
        nowMs += 1;
        if (dates) writtenAtMs.push(nowMs);
      },
    },
    clock,
    signal: new AbortController().signal,
    settleMs: SETTLE_MS,
    plain: new Set(['1']),
    lastWrite: () => ({ id: '7', typeId: '1', sentAtMs: START_MS }),
    count: <T>(call: Promise<T>) => call,
  } as unknown as IndexBarrier;
  return { barrier, waitedMs: () => nowMs - START_MS };
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

test('if nothing was written since, an unchanged write is waited for', async () => {
  const { barrier, waitedMs } = barrierOf(5_000);
  await awaitIndex(START_MS, barrier);
  assert.ok(waitedMs() >= 5_001, `${waitedMs()} ms`);
});

test('where an unchanged write gets no date, being shown proves nothing: it takes more time', async () => {
  for (const lagMs of [0, 5_000]) {
    const { barrier, waitedMs } = barrierOf(lagMs, { dates: false });
    await awaitIndex(START_MS, barrier);
    assert.ok(waitedMs() >= lagMs + SETTLE_MS, `${waitedMs()} ms`);
  }
});

test('an object that was deleted since is not waited for', async () => {
  const { barrier, waitedMs } = barrierOf(Infinity, { isThere: false });
  await awaitIndex(START_MS, barrier);
  assert.equal(waitedMs(), SETTLE_MS);
});
