import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { BackupOutline } from '../../../../../src/core/backups/backup-outline.ts';
import type { Hold } from '../../../../../src/core/catalog/hold.ts';
import { binDeleteView } from '../../../../../src/web/pages/backups/bin/bin-delete-view.ts';
import type { Reader } from '../../../../../src/web/view/reader.ts';
import type { ViewModels } from '../../../../../src/web/routes/view-models.ts';
import { Views } from '../../../../../src/web/view/views.ts';
import { schemaSample } from '../../../../support/sites/schema-sample.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../../views'));
const reader = { timeZone: 'UTC', nowMs: 0, locale: 'en-GB' } as Reader;
const HOLD: Hold = { reason: 'Audit', by: { accountId: '1', name: 'Ada' }, at: new Date(0) };
const binned = (id: string, hold?: Hold): BackupOutline =>
  ({ id, completedAt: new Date(0), binned: { why: 'Deleted' }, hold }) as unknown as BackupOutline;

function dialog(backups: BackupOutline[], hold?: Hold) {
  const schema = schemaSample('Tiny', hold ? { hold } : {});
  const view = binDeleteView({ schema, backups, names: new Map(), picked: [] }, reader);
  return { view, html: views.render('bin-delete-ask', view).replace(/\s+/g, ' ') };
}

test('with its schema on hold the bin offers nothing to delete, and says why', () => {
  const { html } = dialog([binned('a')], HOLD);
  assert.match(html, /All backups of Tiny are on hold: Audit\. Lift the hold/);
  assert.doesNotMatch(html, /<form|type="submit"/);
  const all = dialog([binned('a', HOLD), binned('b', HOLD)]).html;
  assert.match(all, /2 backups are on hold\. Lift each hold/);
  assert.doesNotMatch(all, /type="submit"/);
});

test('a backup on hold among others in the bin is not picked, nor can it be', () => {
  const { view, html } = dialog([binned('a', HOLD), binned('b')]);
  assert.deepEqual(
    view.lines.map(({ isPicked }) => isPicked),
    [false, true],
  );
  assert.equal(view.title, 'Delete this backup for good?');
  assert.match(html, /name="pick-a" value="on" disabled>/);
  assert.match(html, /name="pick-b" value="on" checked >/);
});
