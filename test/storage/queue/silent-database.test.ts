/** Holders of runs while the database is silent, or slow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunInterrupted } from '../../../src/core/runs/run-lease.ts';
import type { Collection } from '../../../src/storage/collection.ts';
import { MongoRunLease } from '../../../src/storage/queue/mongo-run-lease.ts';
import type { RunDocument } from '../../../src/storage/queue/run-document.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';

const TIMES = { leaseMs: 30_000, heartbeatMs: 1_000, marginMs: 5_000 };

/** A lease on a run whose heartbeats are dealt with by `update`. */
function held(update: (clock: SteppingClock) => Promise<boolean>) {
  const clock = new SteppingClock();
  const runs = { update: () => update(clock), find: async () => [] };
  let released = 0;
  const lease = new MongoRunLease({
    runs: runs as unknown as Collection<RunDocument>,
    codec: undefined as never,
    document: { _id: 'r', fence: 1, holder: 'h' } as RunDocument,
    run: {} as never,
    clock,
    claimedMs: clock.monotonicMs(),
    times: TIMES,
    released: () => {
      released += 1;
    },
    silenced: () => undefined,
  });
  const why = () => (lease.signal.reason as RunInterrupted | undefined)?.why;
  return { clock, lease, why, released: () => released };
}

test('a beat that is neither taken nor refused does not keep a holder past its lease', async () => {
  const { clock, why, released } = held(() => new Promise(() => undefined));
  await clock.step(24_999);
  assert.deepEqual([why(), released()], [undefined, 0]);
  await clock.step(1);
  assert.deepEqual([why(), released()], ['lease-lost', 1]);
});

test('a beat counts from when it was sent, not from when its answer came', async () => {
  const { clock, why } = held(async (sent) => {
    await sent.sleep(20_000);
    return true;
  });
  // Sent after 1 s, answered after 21 s; the next one is sent after 22 s.
  await clock.step(25_999);
  assert.equal(why(), undefined);
  await clock.step(1);
  assert.equal(why(), 'lease-lost');
});

test('beats that come through keep the lease, also after some that failed', async () => {
  let beats = 0;
  const { clock, lease, why } = held(async () => {
    beats += 1;
    if (beats % 20 === 0) return true;
    throw new Error('refused');
  });
  await clock.step(200_000);
  assert.equal(why(), undefined);
  lease.letGo();
  assert.equal(why(), 'lease-lost');
});
