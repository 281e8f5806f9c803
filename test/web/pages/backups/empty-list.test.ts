import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { BackupOutline } from '../../../../src/core/backups/backup-outline.ts';
import type { SchemaHead } from '../../../../src/core/use-cases/schemas/schema-pages.ts';
import { backupListView } from '../../../../src/web/pages/backups/backup-list-view.ts';
import type { Reader } from '../../../../src/web/view/reader.ts';
import type { ViewModels } from '../../../../src/web/routes/view-models.ts';
import { Views } from '../../../../src/web/view/views.ts';
import { schemaSample } from '../../../support/sites/schema-sample.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../views'));
const reader = { timeZone: 'UTC', nowMs: 0, locale: 'en-GB' } as Reader;
const BINNED = {
  id: 'b',
  completedAt: new Date(0),
  binned: { at: new Date(0), why: 'Deleted', by: { name: 'Ada' } },
} as unknown as BackupOutline;

interface Stored {
  status: 'active' | 'deleted';
  bin?: BackupOutline[];
  unreadable?: number;
  pages?: number;
}

/** The list of a schema that has no backup which can be listed. */
function shownList({ status, bin = [], unreadable = 0, pages = 1 }: Stored): string {
  const head = { schema: schemaSample('a', { status }), open: [], work: [] };
  const shown = {
    head: { ...head, restoreCount: 0, terminatedCount: 0 } as unknown as SchemaHead,
    found: { items: [], total: 0, page: pages, pages, ...(unreadable > 0 && { unreadable }) },
    typed: {} as never,
    retention: { view: {} as never, bin, binMs: 0 },
    timeline: undefined,
    selectedId: undefined,
  };
  return views.render('backup-table', backupListView(shown, reader)).replace(/\s+/g, ' ');
}

test('a list without backups says only what is known, and where they may be', () => {
  const none = shownList({ status: 'active' });
  assert.match(none, /This schema has no backups\./);
  assert.match(none, /Take one now\./);
  const gone = shownList({ status: 'deleted' });
  assert.match(gone, /deleted from Assets, so no backup can be taken\./);
  const binned = shownList({ status: 'deleted', bin: [BINNED] });
  assert.match(binned, /No backups are left\..*Open the bin below and choose <i>Undo<\/i>/);
  assert.doesNotMatch(shownList({ status: 'active' }), /bin below/);
});

test('backups that all are unreadable are no empty list, and the other pages can be reached', () => {
  const one = shownList({ status: 'active', unreadable: 1 });
  assert.match(one, /1 entry of this list can't be read/);
  assert.doesNotMatch(one, /class="empty"|<table/);
  const last = shownList({ status: 'active', unreadable: 2, pages: 2 });
  assert.match(last, /2 entries of this list can't be read/);
  assert.match(last, /Page 2 of 2/);
});
