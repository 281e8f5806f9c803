import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup } from '../../../src/core/backups/backup.ts';
import { refreshBackupFacts } from '../../../src/core/backups/keep/refresh-backup-facts.ts';
import type { CatalogSchema } from '../../../src/core/catalog/catalog-store.ts';
import { catalogId, runId, tenantId } from '../../../src/core/kernel/ids.ts';
import type { Run } from '../../../src/core/runs/run.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const AHEAD = NOW + 2 * 365 * 86_400_000;

/** What the grid says of a schema with this newest backup and this newest failure. */
async function factsOf(
  newest: { completedAt: number; sequence?: number },
  failed: { endedAt: number; sequence?: number },
): Promise<Partial<CatalogSchema>> {
  let facts: Partial<CatalogSchema> = {};
  const backup = {
    id: runId('good'),
    ...newest,
    completedAt: new Date(newest.completedAt),
    parts: [],
  } as unknown as Backup;
  const run = { id: runId('bad'), ...failed, endedAt: new Date(failed.endedAt) } as unknown as Run;
  await refreshBackupFacts(
    {
      backups: {
        list: async () => ({ items: [backup], total: 1 }),
        damaged: async () => [],
        stored: async () => ({
          bytes: 5,
          newest: [{ at: backup.completedAt, trigger: 'manual', storedBytes: 5 }],
        }),
      } as never,
      runs: { newest: async () => [run] } as never,
      catalog: {
        setBackupFacts: async (
          _tenant: unknown,
          _id: unknown,
          derive: () => Promise<Partial<CatalogSchema>>,
        ) => {
          facts = await derive();
        },
      } as never,
    },
    tenantId('t'),
    catalogId('c'),
  );
  return facts;
}

test('a failure after a backup shows, though a clock that was ahead has dated the backup later', async () => {
  const { lastError } = await factsOf(
    { completedAt: AHEAD, sequence: 7 },
    { endedAt: NOW, sequence: 8 },
  );
  assert.equal(lastError?.runId, 'bad');
});

test('a failure before a backup does not, though it was dated later', async () => {
  assert.equal(
    (await factsOf({ completedAt: NOW, sequence: 8 }, { endedAt: AHEAD, sequence: 7 })).lastError,
    undefined,
  );
});

test('what an older version has left came before, and is told apart by its dates', async () => {
  const failsLater = await factsOf({ completedAt: AHEAD }, { endedAt: NOW, sequence: 1 });
  assert.equal(failsLater.lastError?.runId, 'bad');
  const failedBefore = await factsOf({ completedAt: NOW, sequence: 1 }, { endedAt: AHEAD });
  assert.equal(failedBefore.lastError, undefined);
  assert.ok((await factsOf({ completedAt: NOW - 1 }, { endedAt: NOW })).lastError);
  assert.ok(!(await factsOf({ completedAt: NOW }, { endedAt: NOW - 1 })).lastError);
});

test('how the last backups ended is told newest first, with what all of them take', async () => {
  const { recent, storedBytes } = await factsOf({ completedAt: NOW - 1 }, { endedAt: NOW });
  assert.equal(storedBytes, 5);
  assert.deepEqual(
    recent?.map(({ outcome, at }) => [outcome, at.getTime() - NOW]),
    [
      ['failed', 0],
      ['good', -1],
    ],
  );
});
