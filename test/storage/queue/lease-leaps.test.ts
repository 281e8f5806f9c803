/** Leases and sleeping runs while somebody sets a machine's clock. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/kernel/time/durations.ts';
import type { SteppingClock } from '../../support/clocks/stepping-clock.ts';
import { BEAT_MS, LEASE_MS, runDesk } from '../../support/run-desk.ts';

const desk = await runDesk();
beforeEach(() => desk.clear());
const LEAPS = [3 * DAY_MS, -6 * DAY_MS, HOUR_MS, -HOUR_MS];
/** A beat that isn't there after a second was left out. */
const LOOKS_A_BEAT = 100;
const LOOK_MS = 10;
const sleep = { code: 'site-limits', why: 'Waiting.', ms: 20_000 };

/** Steps until the holder has beaten again: a beat is left out while another is under way. */
async function beatsAgain(clock: SteppingClock, id: string, before: number): Promise<number> {
  for (;;) {
    await clock.untilAsleep();
    await clock.step(BEAT_MS);
    for (let looks = 0; looks < LOOKS_A_BEAT; looks += 1) {
      const run = await desk.documents.findOne({ _id: id });
      const { heartbeat = 0 } = run as { heartbeat?: number };
      if (heartbeat > before) return heartbeat;
      await systemClock.sleep(LOOK_MS);
    }
  }
}

test('a lease is renewed however the clocks leap: nobody takes the run from its holder', async () => {
  const { id } = await desk.enqueue('alice');
  const [holder, other] = [await desk.replica(), await desk.replica()];
  const lease = (await holder.claim())!;
  let heartbeat = 1;
  for (const leap of LEAPS) {
    holder.clock.leap(leap);
    other.clock.leap(-leap);
    for (let beat = 0; beat < 3; beat += 1) {
      heartbeat = await beatsAgain(holder.clock, id, heartbeat);
      assert.equal(await other.claim(), null);
      await other.clock.step(LEASE_MS / 2);
    }
  }
  assert.equal(lease.signal.aborted, false);
  await lease.finish({ state: 'complete' });
});

test('a holder that has vanished is taken over after a lease, no matter which way clocks leap', async () => {
  const { id } = await desk.enqueue('alice');
  const [holder, other] = [await desk.replica(), await desk.replica()];
  const lost = (await holder.claim())!;
  for (const leap of LEAPS) {
    assert.equal(await other.claim(), null);
    other.clock.leap(leap);
    await other.clock.step(LEASE_MS / 5);
  }
  assert.equal(await other.claim(), null, 'four fifths of a lease');
  await other.clock.step(LEASE_MS / 5);
  assert.equal((await other.claim())?.run.id, id);
  await assert.rejects(
    lost.checkpoint({ page: 1 }),
    { code: 'lease-lost' },
    'one holder at a time',
  );
});

test('a sleeping run wakes in its time, also if the clock is set back meanwhile', async () => {
  for (const leap of [-HOUR_MS, -90 * MINUTE_MS, -3 * DAY_MS]) {
    const { id } = await desk.enqueue('alice');
    const { clock, claim } = await desk.replica();
    await (await claim())!.giveBack(sleep);
    assert.equal(await claim(), null);
    clock.leap(leap);
    await clock.step(30_000);
    assert.equal((await claim())?.run.id, id, `${leap}`);
    await desk.clear();
  }
});

test('a sleeping run that a clock ahead has put to sleep wakes in its time as well', async () => {
  const { id } = await desk.enqueue('alice');
  const [ahead, right] = [await desk.replica(), await desk.replica()];
  ahead.clock.leap(HOUR_MS);
  await (await ahead.claim())!.giveBack(sleep);
  assert.equal(await right.claim(), null);
  await right.clock.step(30_000);
  assert.equal((await right.claim())?.run.id, id);
});

test('a run that is woken early by a clock that leapt ahead sleeps again, once', async () => {
  const { id } = await desk.enqueue('alice');
  const { clock, claim } = await desk.replica();
  await (await claim())!.giveBack(sleep);
  clock.leap(HOUR_MS);
  const woken = (await claim())!;
  assert.equal(woken.run.id, id);
  assert.equal(await claim(), null, 'it is held');
  await woken.giveBack({ ...sleep, ms: 40_000 });
  assert.equal(await claim(), null);
  await clock.step(40_000);
  const again = (await claim())!;
  assert.deepEqual([again.waiting?.times, again.waiting?.sleptMs], [2, 60_000]);
});
