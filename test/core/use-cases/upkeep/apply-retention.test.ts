import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogId, runId, tenantId, type RunId } from '../../../../src/core/kernel/ids.ts';
import { ApplyRetention } from '../../../../src/core/use-cases/upkeep/apply-retention.ts';
import { SteppingClock } from '../../../support/clocks/stepping-clock.ts';

const tenant = tenantId('t');

test('what has been in the bin for its time goes, unless its schema is on hold by then', async () => {
  const deleted: RunId[] = [];
  const binned = ['free', 'held'].map((name) => ({
    tenantId: tenant,
    id: runId(name),
    catalogId: catalogId(name),
  }));
  const applying = new ApplyRetention({
    clock: new SteppingClock(Date.parse('2026-11-26T10:00:00Z')),
    backups: {
      binnedBefore: async () => binned,
      requestDelete: async (_tenant, id) => deleted.push(id) > 0,
    },
    catalog: { withBackups: async () => [] },
    retention: {
      binMs: 0,
      apply: async () => 0,
      isSchemaHeld: async (_tenant, id) => id === 'held',
    },
  });
  const { done, failed } = await applying.round();
  assert.deepEqual({ done, failed, deleted }, { done: 1, failed: [], deleted: ['free'] });
});

test('rules are carried out once an hour, but not by a clock that has just leapt ahead', async () => {
  let [aheadMs, applied] = [0, 0];
  const steps = new SteppingClock(Date.parse('2026-11-26T10:00:00Z'));
  const applying = new ApplyRetention({
    clock: Object.assign(Object.create(steps) as SteppingClock, {
      now: () => steps.now() + aheadMs,
      monotonicMs: () => steps.monotonicMs(),
    }),
    backups: { binnedBefore: async () => [], requestDelete: async () => true },
    catalog: { withBackups: async () => [{ tenantId: tenant, id: catalogId('c') }] },
    retention: {
      binMs: 0,
      apply: async () => {
        applied += 1;
        return 0;
      },
      isSchemaHeld: async () => false,
    },
  });
  const after = async (ms: number): Promise<number> => {
    await steps.step(ms);
    await applying.round();
    return applied;
  };
  assert.deepEqual([await after(0), await after(15_000), await after(15_000)], [0, 1, 1]);
  aheadMs = 400 * 86_400_000;
  assert.equal(await after(3_600_000), 1, 'who knows what day it is');
  aheadMs = 0;
  assert.equal(await after(15_000), 2, 'it was wrong for a moment');
  aheadMs = 400 * 86_400_000;
  assert.equal(await after(3_600_000), 2);
  assert.equal(await after(15_000), 3, 'it says so again');
});
