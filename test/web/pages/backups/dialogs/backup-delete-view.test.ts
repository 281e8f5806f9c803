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
interface Around {
  binMs: number;
  kept?: string;
  isRead?: boolean;
}
const BIN = { binMs: 14 * 86_400_000 };
const NO_BIN = { binMs: 0 };
const asked = ({ kept, isRead = false, binMs }: Around): string =>
  views
    .render(
      'backup-delete-ask',
      backupDeleteView(backup, { kept, isRead, storage: undefined, binMs }, reader),
    )
    .replace(/\s+/g, ' ');

test('Delete says whether a backup stays in the bin, and how long', () => {
  assert.match(asked(BIN), /moves to the bin\. You can undo this for 14 days,/);
  const atOnce = asked(NO_BIN);
  assert.match(atOnce, /will be permanently deleted/);
  assert.doesNotMatch(atOnce, /the bin/);
});

test('where something keeps the backup, Delete shows only that, and nothing to type or press', () => {
  const held = asked({ ...NO_BIN, kept: 'This backup is on hold: Audit.' });
  assert.match(held, /can't be deleted.*on hold: Audit\./);
  assert.doesNotMatch(held, /<form|<input|type="submit"/);
  assert.match(asked(NO_BIN), /<form.*<input.*type="submit"/);
});

test('Delete says that it waits for whatever uses the backup, be it a restore or a part', () => {
  const used =
    /in use, for example by a restore, or because its parts are still being read\. It will be deleted when that finishes/;
  assert.match(asked({ ...NO_BIN, isRead: true }), used);
  assert.doesNotMatch(asked(NO_BIN), /in use/);
});

test('moving to the bin waits for nothing', () => {
  assert.doesNotMatch(asked({ ...BIN, isRead: true }), /in use|when that finishes/);
});
