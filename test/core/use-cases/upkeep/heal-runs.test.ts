import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backupKind } from '../../../../src/core/backups/backup-kind.ts';
import { Damaged, NotFound } from '../../../../src/core/kernel/errors.ts';
import { catalogId, runId, tenantId } from '../../../../src/core/kernel/ids.ts';
import type { RunHandler } from '../../../../src/core/runs/run-handler.ts';
import type { Run } from '../../../../src/core/runs/run.ts';
import { HealRuns, type HealRunsDeps } from '../../../../src/core/use-cases/upkeep/heal-runs.ts';

const place = { tenantId: tenantId('t'), id: catalogId('things'), activeRunId: runId('r') };
const free = { tenantId: tenantId('t'), id: catalogId('others') };
const kindless = { tenantId: tenantId('t'), id: runId('k') };
const RESET = [
  'reset what occupied schema others of tenant t',
  'reset run k of tenant t, which was of no kind',
];

const NO_BACKUPS = {
  pending: async () => [],
  pinning: async () => [],
  beingCompleted: async () => [],
};

/** Of runs that take backups. */
const handlerThatTells = (told: string[]): RunHandler => {
  const settle = async ({ id }: Run) => void told.push(`settled ${id}`);
  return { kind: backupKind, settle } as unknown as RunHandler;
};

/** A schema that is occupied by a run that can't be read; `isMended`: once it was mended it can. */
function healing({ isMended }: { isMended: boolean }) {
  const told: string[] = [];
  const run = { id: place.activeRunId, kind: backupKind.name, state: 'failed' } as Run;
  let isReadable = false;
  const runs = {
    get: async () => {
      if (isReadable) return run;
      throw new Damaged('This run was changed in the database.');
    },
    endOdd: async () => [kindless],
    mend: async () => {
      told.push('mended');
      isReadable = isMended;
    },
  };
  const heal = new HealRuns({
    runs: runs as unknown as HealRunsDeps['runs'],
    catalog: {
      freeOdd: async () => [free],
      occupied: async () => [place],
      vacate: async () => void told.push('vacated'),
    } as unknown as HealRunsDeps['catalog'],
    tellReset: (what) => void told.push(`reset ${what}`),
    backups: NO_BACKUPS as unknown as HealRunsDeps['backups'],
    handlers: [handlerThatTells(told)],
  });
  return { heal, told };
}

test('a run that was changed in the database is mended and settled, and its schema is free again', async () => {
  const { heal, told } = healing({ isMended: true });
  assert.deepEqual(await heal.round(), { done: 1, failed: [] });
  assert.deepEqual(told, [...RESET, 'mended', 'settled r', 'vacated']);
});

test('one that a worker will come across is left to it, and told', async () => {
  const { heal, told } = healing({ isMended: false });
  const { done, failed } = await heal.round();
  assert.equal(done, 0);
  assert.deepEqual(
    failed.map(({ what, error }) => [what, (error as Error).message]),
    [['run r', 'This run was changed in the database.']],
  );
  assert.deepEqual(told, [...RESET, 'mended']);
});

/** Backups that are pinned by runs in these states; those that are `missing` aren't there. */
function pinnedBy(states: Record<string, Run['state'] | 'missing'>) {
  const told: string[] = [];
  const get = async (_tenantId: unknown, id: string) => {
    const state = states[id];
    if (state === 'missing') throw new NotFound('This run is gone.');
    return { id, kind: backupKind.name, state } as Run;
  };
  const heal = new HealRuns({
    runs: { get, endOdd: async () => [] } as unknown as HealRunsDeps['runs'],
    catalog: {
      freeOdd: async () => [],
      occupied: async () => [],
    } as unknown as HealRunsDeps['catalog'],
    backups: {
      ...NO_BACKUPS,
      pinning: async () => Object.keys(states).map((run) => ({ tenantId: tenantId('t'), run })),
      unpin: async (_tenantId: unknown, run: string) => void told.push(`unpinned ${run}`),
    } as unknown as HealRunsDeps['backups'],
    handlers: [handlerThatTells(told)],
  });
  return { heal, told };
}

test('a backup is no longer in use when the run that used it died between its end and its settling', async () => {
  const { heal, told } = pinnedBy({ ended: 'complete', waiting: 'queued', going: 'running' });
  assert.deepEqual(await heal.round(), { done: 1, failed: [] });
  assert.deepEqual(told, ['settled ended', 'unpinned ended']);
});

test('a run that is not there yet may be about to be queued: its pin goes when it is missing again', async () => {
  const { heal, told } = pinnedBy({ gone: 'missing' });
  assert.deepEqual(await heal.round(), { done: 0, failed: [] });
  assert.deepEqual(told, []);
  assert.deepEqual(await heal.round(), { done: 1, failed: [] });
  assert.deepEqual(told, ['unpinned gone']);
});
