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
