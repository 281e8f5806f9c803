import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { Conflict } from '../../../../src/core/kernel/errors.ts';
import type { SchemaHead } from '../../../../src/core/use-cases/schemas/schema-pages.ts';
import type { Call } from '../../../../src/web/handling/call.ts';
import { backupListView } from '../../../../src/web/pages/backups/backup-list-view.ts';
import { retentionConfirm } from '../../../../src/web/pages/retention/retention-edit.ts';
import type { ViewModels } from '../../../../src/web/routes/view-models.ts';
import { Views } from '../../../../src/web/view/views.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../views'));
const question = { removes: 1_600, of: 2_000 };

/** The list while retention asks that. */
const shownList = (): string =>
  views.render(
    'backup-table',
    backupListView(
      {
        head: {
          schema: {
            id: 'things',
            name: 'Things',
            status: 'active',
            siteUrl: 'https://a.example',
            backupCount: 2_000,
          },
          open: [],
          work: [],
          restoreCount: 0,
          terminatedCount: 0,
        } as unknown as SchemaHead,
        found: { items: [], total: 0, page: 1, pages: 1 },
        typed: {} as never,
        retention: { view: { question } as never, bin: [], binMs: 0 },
        timeline: undefined,
        selectedId: undefined,
      },
      { timeZone: 'UTC', nowMs: 0 } as never,
    ),
  );

/** *Remove them*, with what the button sends. */
const confirm = (form: object) =>
  retentionConfirm({
    caller: { tenant: { id: 't' } },
    params: { id: 'things' },
    form,
    retention: {
      confirm: async (_tenant: string, _schema: string, removes: number) => {
        if (removes !== question.removes) throw new Conflict('retention-changed', 'Look again.');
        return removes;
      },
    },
  } as unknown as Call<'retention' | 'grid', 'id'>);

test('the button sends the figure that the question names', async () => {
  const html = shownList();
  assert.match(html, /would remove 1,600 of 2,000 backups at once/);
  const [, sent = ''] = /retention\/confirm"\s+hx-vals='([^']+)'/.exec(html) ?? [];
  assert.deepEqual(JSON.parse(sent), { removes: '1600' });
  const { flag } = await confirm(JSON.parse(sent) as object);
  assert.equal(flag?.title, '1,600 backups removed');
});

test('where another question is open by now, that is said, and the list shows the one of now', async () => {
  for (const form of [{ removes: '6' }, {}]) {
    const { flag, events } = await confirm(form);
    assert.deepEqual(flag, { type: 'error', title: 'Nothing was removed', body: 'Look again.' });
    assert.deepEqual(events, ['backups-changed']);
  }
});
