import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refreshBackupFacts } from '../../../src/core/backups/keep/refresh-backup-facts.ts';
import type { CatalogSchema } from '../../../src/core/catalog/catalog-store.ts';
import type { Backup } from '../../../src/core/backups/backup.ts';
import { catalogId, runId, tenantId } from '../../../src/core/kernel/ids.ts';
import type { Run } from '../../../src/core/runs/run.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const AHEAD = NOW + 2 * 365 * 86_400_000;

const outline = (id: string, more: object) => ({ id, trigger: 'manual', storedBytes: 5, ...more });

/**
 * What the grid says of a schema with this newest backup, this newest failure, and backups before
 * and after.
 */
async function factsOf(
  newest: Pick<Partial<Backup>, 'sequence' | 'verified' | 'damage'> & { completedAt: number },
  failed: { endedAt: number; sequence?: number },
  { later = [], earlier = [] }: { later?: object[]; earlier?: object[] } = {},
): Promise<Partial<CatalogSchema>> {
  let facts: Partial<CatalogSchema> = {};
  const completedAt = new Date(newest.completedAt);
  const backup = outline('good', { ...newest, completedAt, parts: [] });
  const run = { id: runId('bad'), ...failed, endedAt: new Date(failed.endedAt) } as unknown as Run;
  await refreshBackupFacts(
    {
      backups: {
        outlines: async () => ({ backups: [...later, backup, ...earlier], unreadable: 0 }),
        find: async (_tenant: unknown, ids: string[]) => ({
          backups: ids.includes('good') ? [backup] : [],
          unreadable: 0,
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

test('what is in the bin takes storage, and is neither counted nor the last backup', async () => {
  const completedAt = new Date(NOW);
  const { backupCount, storedBytes, lastBackupId, damaged } = await factsOf(
    { completedAt: NOW },
    { endedAt: NOW },
    {
      later: [outline('binned', { completedAt, isDamaged: true, binned: { at: completedAt } })],
      earlier: [outline('damaged', { completedAt, isDamaged: true })],
    },
  );
  assert.deepEqual([backupCount, storedBytes, lastBackupId], [2, 15, 'good']);
  assert.deepEqual(damaged, [{ backupId: 'damaged', completedAt }]);
});

test('the last backup counts as verified once it was found sound, until damage is found', async () => {
  const failed = { endedAt: NOW };
  const verified = { at: new Date(NOW), ok: true, damage: [] };
  const damage = { foundAt: new Date(NOW), found: ['objects'] };
  const of = async (more: object) =>
    (await factsOf({ completedAt: NOW, ...more }, failed)).lastBackupVerified;
  assert.equal(await of({}), undefined);
  assert.equal(await of({ verified }), true);
  assert.equal(await of({ verified: { ...verified, ok: false } }), undefined);
  assert.equal(await of({ verified, damage }), undefined);
});
