import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup } from '../../../../src/core/backups/backup.ts';
import { backupRowView } from '../../../../src/web/pages/backups/backup-row-view.ts';
import { partCells } from '../../../../src/web/pages/backups/part-cells.ts';

const definitions = ['structure', 'objects', 'history', 'icons'].map((name) => ({
  name,
  title: name.toUpperCase(),
}));
const part = (name: string, message?: string) => ({
  name,
  status: message === undefined ? ('complete' as const) : ('incomplete' as const),
  counts: {},
  message,
});

test('each part beyond those that every backup has is a column, with its state', () => {
  const cells = partCells(
    { parts: [part('objects'), part('history', 'Two are hidden.')] },
    [],
    definitions,
  );
  assert.deepEqual(
    cells.map(({ title, state, message }) => [title, state?.text, message]),
    [
      ['HISTORY', 'Incomplete', 'Two are hidden.'],
      ['ICONS', undefined, undefined],
    ],
  );
  assert.equal(partCells({ parts: [part('icons')] }, [], definitions)[1]?.state?.text, 'Completed');
  assert.ok(
    partCells({ parts: [] }).every(({ state, canRetry }) => state === undefined && !canRetry),
    'a backup without parts shows none',
  );
});

test('issues that were read have an icon that tells how many there are', () => {
  const issues = { ...part('issues'), counts: { issue: 60 } };
  const [read] = partCells({ parts: [issues] }).filter(({ name }) => name === 'issues');
  assert.equal(read?.issues, '60 issues');
  const queued = { ...issues, status: 'queued' as const };
  const [waiting] = partCells({ parts: [queued] }).filter(({ name }) => name === 'issues');
  assert.equal(waiting?.issues, undefined);
});

test('a row has its number, and what changed since the backup before where that is known', () => {
  const backup = {
    id: '0123456789abcdef01234567',
    sequence: 1283,
    parts: [],
    completedAt: new Date(0),
    changes: { added: 6, removed: 1200, changed: 41 },
  } as unknown as Backup;
  const reader = { timeZone: 'UTC', nowMs: 0 };
  const alone = { open: [], storages: new Map(), retention: undefined };
  const row = backupRowView(backup, alone, reader);
  assert.equal(row.number, '1283');
  assert.deepEqual(row.changes, { added: '6', removed: '1,200', changed: '41' });
  const older = backupRowView(
    { ...backup, sequence: undefined, changes: undefined },
    alone,
    reader,
  );
  assert.deepEqual([older.number, older.changes], ['234567', undefined]);
});
