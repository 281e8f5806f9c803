import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { RestoreRun } from '../../../../src/core/restores/restore-kind.ts';
import {
  restoreLines,
  type RestoreListView,
} from '../../../../src/web/pages/restores/restore-list-view.ts';
import type { ViewModels } from '../../../../src/web/routes/view-models.ts';
import { Views } from '../../../../src/web/view/views.ts';
import { callFor, facts, restoreRun } from './call-for.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../views'));

test('the history shows each state in its word, and a backup that is gone', async () => {
  const states = ['queued', 'running', 'complete', 'failed', 'stopped'].map(
    (state) =>
      ({
        ...restoreRun,
        id: state,
        state,
        result: { ...facts, created: 1200 },
      }) as unknown as RestoreRun,
  );
  const lines = await restoreLines(states, callFor({}));
  assert.deepEqual(
    lines.map(({ state }) => state.text),
    ['Queued', 'In Progress', 'Completed', 'Failed', 'Stopped'],
  );
  assert.deepEqual(
    lines.map(({ open }) => open),
    [true, true, false, false, false],
  );
  assert.equal(lines[2]!.counts, '1,200 created');
  assert.equal(lines[0]!.from, undefined);
  assert.match(
    views.render('restore-table', {
      id: 'c',
      lines,
      page: 1,
      pages: 1,
      working: true,
    } as unknown as RestoreListView),
    /Deleted since/,
  );
});

test('the dates of all backups are asked for at once, each backup once', async () => {
  const asked: string[][] = [];
  const dates = async (_tenant: string, ids: string[]) => {
    asked.push(ids);
    return new Map([['b', new Date('2026-11-25T10:00Z')]]);
  };
  const call = { ...callFor({}), backups: { dates } } as unknown as ReturnType<typeof callFor>;
  const runs = ['b', 'b', 'gone'].map(
    (backupId) =>
      ({ ...restoreRun, state: 'complete', backupId, result: facts }) as unknown as RestoreRun,
  );
  const lines = await restoreLines(runs, call);
  assert.deepEqual(asked, [['b', 'gone']]);
  assert.deepEqual(
    lines.map(({ from }) => from?.iso),
    ['2026-11-25T10:00:00.000Z', '2026-11-25T10:00:00.000Z', undefined],
  );
});
