import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runId, tenantId } from '../../../../src/core/kernel/ids.ts';
import { RecentCounts } from '../../../../src/core/restores/report/recent-counts.ts';

const [alice, bob, run] = [tenantId('alice'), tenantId('bob'), runId('r')];

function rig(tookMs: number) {
  let now = 0;
  let counted = 0;
  const clock = { now: () => now, monotonicMs: () => now, sleep: async () => undefined };
  const counts = async () => {
    counted += 1;
    now += tookMs;
    return { created: counted, updated: 0, left: 0, skipped: 0, failed: 0, valuesLeftOut: 0 };
  };
  return {
    recent: new RecentCounts({ counts }, clock),
    pass: (ms: number) => {
      now += ms;
    },
    counted: () => counted,
  };
}

test('what is counted at once is counted each time', async () => {
  const { recent, counted } = rig(0);
  for (let at = 1; at <= 3; at += 1) assert.equal((await recent.counts(alice, run)).created, at);
  assert.equal(counted(), 3);
});

test('what takes a second to count is counted again twenty seconds later, for each tenant', async () => {
  const { recent, pass, counted } = rig(1_000);
  assert.equal((await recent.counts(alice, run)).created, 1);
  pass(10_000);
  assert.equal((await recent.counts(alice, run)).created, 1);
  assert.equal((await recent.counts(bob, run)).created, 2);
  pass(10_000);
  assert.equal((await recent.counts(alice, run)).created, 3);
  assert.equal(counted(), 3);
});

test('a count that failed is tried again', async () => {
  let fails = true;
  const recent = new RecentCounts(
    {
      counts: async () => {
        if (fails) throw new Error('the database is gone');
        return { created: 1, updated: 0, left: 0, skipped: 0, failed: 0, valuesLeftOut: 0 };
      },
    },
    { now: () => 0, monotonicMs: () => 0, sleep: async () => undefined },
  );
  await assert.rejects(recent.counts(alice, run), /gone/);
  fails = false;
  assert.equal((await recent.counts(alice, run)).created, 1);
});
