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
