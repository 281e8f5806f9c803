import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { runId } from '../../../../../src/core/kernel/ids.ts';
import type { Call } from '../../../../../src/web/handling/call.ts';
import { schemaHead } from '../../../../../src/web/pages/schemas/page/schema-head.ts';
import { schemaHeadView } from '../../../../../src/web/pages/schemas/page/schema-head-view.ts';
import type { ViewModels } from '../../../../../src/web/routes/view-models.ts';
import { Views } from '../../../../../src/web/view/views.ts';
import { hoursAgo, NOW, schemaSample } from '../../../../support/sites/schema-sample.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../../views'));
const reader = { timeZone: 'UTC', nowMs: NOW, locale: 'en-GB' };
const headWith = (damaged: number) => ({
  schema: schemaSample('a', {
    damaged: Array.from({ length: damaged }, (_none, at) => ({
      backupId: runId(`b${at}`),
      completedAt: hoursAgo(at),
    })),
  }),
  location: 'Cloud',
  lastBackup: undefined,
  open: [],
  work: [],
  restoreCount: 0,
  terminatedCount: 0,
});

async function refreshed(damaged: number, alerts: string | undefined): Promise<string> {
  const { model } = await schemaHead({
    schemaPages: { head: async () => headWith(damaged) },
    caller: { tenant: { id: 't' } },
    params: { id: 'a' },
    query: { tab: 'backups', alerts },
    reader,
  } as unknown as Call<'schemaPages', 'id'>);
  return views.render('schema-head', model);
}

test('the alert of a damaged backup stays in the page while the head is refreshed around it', async () => {
  const shown = schemaHeadView(headWith(1), 'backups', reader);
  const page = views.render('schema-head', shown);
  assert.match(page, /role="alert"/);
  assert.doesNotMatch(page, /hx-swap-oob/);
  const same = await refreshed(1, shown.alerts?.mark);
  assert.doesNotMatch(same, /role="alert"|id="alerts"/);
  const more = await refreshed(2, shown.alerts?.mark);
  assert.match(more, /id="alerts"[^>]*hx-swap-oob="true"[^]*role="alert"/);
});
