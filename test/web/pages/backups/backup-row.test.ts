import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup } from '../../../../src/core/backups/backup.ts';
import type { Run } from '../../../../src/core/runs/run.ts';
import { backupRow } from '../../../../src/web/pages/backups/backup-row.ts';
import type { Call } from '../../../../src/web/handling/call.ts';

test('a Verify that ends while its row is made is shown as running or as ended, never as if it had not been', async () => {
  const backup = {
    id: '0123456789abcdef01234567',
    parts: [{ name: 'objects', status: 'complete', counts: { object: 1 } }],
    contentBytes: 1,
    storedBytes: 1,
    unsavedCount: 0,
    movingCount: 0,
    description: '',
    trigger: 'manual',
    completedAt: new Date(0),
  } as unknown as Backup;
  const verify = {
    kind: 'verify',
    backupId: backup.id,
    state: 'running',
    progress: { done: 0, total: 0, rate: 0, step: 'Reading' },
  } as unknown as Run;
  for (const endsAfter of ['openRuns', 'get'] as const) {
    let ended = false;
    const reading =
      <T>(what: 'openRuns' | 'get', value: () => T) =>
      async (): Promise<T> => {
        const read = value();
        // The result is written and the run ends right after this reading.
        if (what === endsAfter) ended = true;
        return read;
      };
    const backups = {
      openRuns: reading('openRuns', () => (ended ? [] : [verify])),
      get: reading('get', () =>
        ended ? { ...backup, verified: { at: new Date(0), ok: true, damage: [] } } : backup,
      ),
    };
    const call = {
      backups,
      storages: { names: async () => new Map() },
      retention: {
        view: async () => ({ plan: { kept: new Map([[backup.id, [{ why: 'newest' }]]]) } }),
      },
      caller: { tenant: { id: 't' } },
      params: { id: backup.id },
      reader: { timeZone: 'UTC', nowMs: 0 },
    } as unknown as Call<'backups' | 'storages' | 'retention', 'id'>;
    const { verified, verifying, kept } = (await backupRow(call)).model;
    assert.ok(verified ?? verifying, `it ended after ${endsAfter}`);
    assert.equal(kept, 'newest', 'the line says as much as in the list');
  }
});
