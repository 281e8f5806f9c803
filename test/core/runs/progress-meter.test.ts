import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgressMeter } from '../../../src/core/runs/progress-meter.ts';

/** Counts so many things each millisecond, and gives the rate at the end, a second. */
function rateOf(perMs: number, ms: number, slowFromMs = Infinity): number {
  let now = 0;
  const meter = new ProgressMeter({ monotonicMs: () => now } as never, 'Reading');
  let done = 0;
  for (; now <= ms; now += 1)
    for (let count = 0; count < (now < slowFromMs ? perMs : 1); count += 1) {
      done += 1;
      meter.set({ done });
    }
  assert.equal(meter.progress.done, done);
  return meter.progress.rate;
}

const isNear = (rate: number, expected: number): boolean => Math.abs(rate / expected - 1) < 0.02;

test('the rate is that of the last quarter of a minute, however often work is counted', () => {
  for (const perMs of [1, 20]) {
    assert.ok(isNear(rateOf(perMs, 1_000), perMs * 1_000));
    assert.ok(isNear(rateOf(perMs, 40_000), perMs * 1_000));
  }
  assert.ok(isNear(rateOf(20, 40_000, 20_000), 1_000), 'what was before no longer counts');
});

test('a count that is told once has no rate', () => {
  const meter = new ProgressMeter({ monotonicMs: () => 5 } as never, 'Reading');
  meter.set({ done: 7, total: 3 });
  assert.deepEqual(meter.progress, { step: 'Reading', done: 7, total: 7, rate: 0, wait: null });
});
