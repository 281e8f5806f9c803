import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { CatalogSchema } from '../../../../src/core/catalog/catalog-store.ts';
import { runId } from '../../../../src/core/kernel/ids.ts';
import { readOverview } from '../../../../src/core/use-cases/overview/read-overview.ts';
import type { Call } from '../../../../src/web/handling/call.ts';
import { overviewShow } from '../../../../src/web/pages/overview/overview-show.ts';
import type { ViewModels } from '../../../../src/web/routes/view-models.ts';
import { Views } from '../../../../src/web/view/views.ts';
import {
  hoursAgo,
  NOW,
  refused,
  schemaSample as schema,
} from '../../../support/sites/schema-sample.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../views'));
const NOTICE = 'The storage Ours does not answer.';

/** What the page asks and is answered, with the marks of what it shows. */
async function ask(schemas: CatalogSchema[], notice?: string, marks: Record<string, string> = {}) {
  const reply = await overviewShow({
    protection: { overview: async () => readOverview(schemas, [], NOW) },
    setup: { notice: async () => notice },
    caller: { tenant: { id: 't' } },
    query: marks,
    reader: { timeZone: 'UTC', nowMs: NOW, locale: 'en-GB' },
  } as unknown as Call<'protection' | 'setup'>);
  if (reply.view === undefined) return { html: '', marks };
  const html = views.render('overview-show', reply.model);
  const sent = [...html.matchAll(/name="(mark|alerts)"\s+value="(\w+)"/g)];
  const named = Object.fromEntries(sent.map(([, name = '', mark = '']) => [name, mark]));
  return { html, marks: { ...marks, ...named } };
}

const FAILED = schema('a', refused(2));
const backedUp = (count: number) => schema('b', { backupCount: count, lastBackupAt: hoursAgo(1) });

test('what the page shows already is not sent again', async () => {
  const first = await ask([FAILED, backedUp(1)], NOTICE);
  assert.match(first.html, /hx-swap-oob="true"[^]*role="alert"/);
  assert.equal((await ask([FAILED, backedUp(1)], NOTICE, first.marks)).html, '');
});

test('figures change without the alerts, which a screen reader would read out again', async () => {
  const first = await ask([FAILED, backedUp(1)], NOTICE);
  const next = await ask([FAILED, backedUp(2)], NOTICE, first.marks);
  assert.match(next.html, /2 backups/);
  assert.doesNotMatch(next.html, /role="alert"|id="alerts"/);
});

test('a storage that stops answering, or answers again, is told by an open page', async () => {
  const well = await ask([backedUp(1)]);
  const broken = await ask([backedUp(1)], NOTICE, well.marks);
  assert.match(broken.html, new RegExp(`role="alert"\\s*>${NOTICE}`));
  const again = await ask([backedUp(1)], undefined, broken.marks);
  assert.match(again.html, /id="alerts"[^>]*hx-swap-oob/);
  assert.doesNotMatch(again.html, /role="alert"/);
});

test('a storage that made backups fail is told by them alone', async () => {
  const lastError = { runId: runId('r'), message: NOTICE, at: hoursAgo(2) };
  const { html } = await ask([schema('a', { lastError })], NOTICE);
  assert.equal(html.split(NOTICE).length, 2);
});

test('damaged backups are told whatever the grid shows, the first five of them', async () => {
  const damaged = ['c', 'd', 'e'].map((name) =>
    schema(name, {
      status: name === 'c' ? 'deleted' : 'active',
      damaged: [1, 2].map((hours) => ({
        backupId: runId(`${name}${hours}`),
        completedAt: hoursAgo(hours),
      })),
    }),
  );
  const { html } = await ask(damaged);
  assert.equal(html.match(/is damaged, and not all of it/g)?.length, 5);
  assert.match(html, /More backups are damaged\./);
});
