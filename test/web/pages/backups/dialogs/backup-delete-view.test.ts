import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { Backup } from '../../../../../src/core/backups/backup.ts';
import type { ViewModels } from '../../../../../src/web/routes/view-models.ts';
import { backupDeleteView } from '../../../../../src/web/pages/backups/dialogs/backup-delete-view.ts';
import type { Reader } from '../../../../../src/web/view/reader.ts';
import { Views } from '../../../../../src/web/view/views.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../../views'));
const reader = { timeZone: 'UTC', nowMs: 0, locale: 'en-GB' } as Reader;
const backup = {
  id: '0123456789abcdef01234567',
  schema: { name: 'Computers' },
  completedAt: new Date(0),
} as unknown as Backup;
const asked = (of: Backup, binMs: number, isRead = false): string =>
  views
    .render(
      'backup-delete-ask',
      backupDeleteView(of, { isRead, storage: undefined, binMs }, reader),
    )
    .replace(/\s+/g, ' ');

test('Delete says whether a backup stays in the bin, and how long', () => {
  assert.match(asked(backup, 14 * 86_400_000), /moves to the bin\. You can undo this for 14 days,/);
  const atOnce = asked(backup, 0);
  assert.match(atOnce, /will be permanently deleted/);
  assert.doesNotMatch(atOnce, /the bin/);
});

test('Delete names the hold that is in its way before anything is typed', () => {
  const held = { ...backup, hold: { reason: 'Audit', by: { name: 'Ada' } } } as unknown as Backup;
  assert.match(asked(held, 0), /on hold: Audit\. Lift the hold before you delete it\./);
  assert.doesNotMatch(asked(backup, 0), /hold/);
});

test('Delete says that it waits for whatever uses the backup, be it a restore or a part', () => {
  const used =
    /in use, for example by a restore, or because its parts are still being read\. It will be deleted when that finishes/;
  assert.match(asked(backup, 0, true), used);
  assert.doesNotMatch(asked(backup, 0), /in use/);
});
