import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup } from '../../../../src/core/backups/backup.ts';
import type { Run } from '../../../../src/core/runs/run.ts';
import type { SchemaHead } from '../../../../src/core/use-cases/schemas/schema-pages.ts';
import { backupListView } from '../../../../src/web/pages/backups/backup-list-view.ts';
import {
  backupRowView,
  type AroundBackup,
} from '../../../../src/web/pages/backups/backup-row-view.ts';
import { progressView } from '../../../../src/web/view/components/progress-view.ts';
import type { Reader } from '../../../../src/web/view/reader.ts';

const reader = { timeZone: 'UTC', nowMs: 0 } as Reader;
const WHY = 'Waiting: the backup is still in use.';
const run = (fields: Partial<Run>): Run => ({
  ...({} as Run),
  kind: 'delete-backup',
  state: 'queued',
  catalogId: 'things' as never,
  cancelRequested: false,
  progress: { step: 'Waiting', done: 0, total: 0, rate: 0 },
  ...fields,
});
const asleep = run({
  waiting: { code: 'backup-in-use', why: WHY, since: new Date(0), until: new Date(9), times: 1 },
});
const headWith = (open: Run[]) =>
  ({
    schema: {
      id: 'things',
      name: 'Things',
      status: 'active',
      siteUrl: 'https://a.example',
      backupCount: 0,
    },
    open,
    work: [],
    restoreCount: 0,
    terminatedCount: 0,
  }) as unknown as SchemaHead;
const deletingOf = (open: Run[]) =>
  backupListView(
    {
      head: headWith(open),
      found: { items: [], total: 0, page: 1, pages: 1 },
      typed: {} as never,
      timeline: undefined,
      selectedId: undefined,
    },
    reader,
  ).deleting;

test('the list says what is being deleted, and what that waits for', () => {
  assert.equal(deletingOf([]), undefined);
  assert.equal(deletingOf([run({ state: 'running' })]), '1 backup is being deleted.');
  assert.equal(deletingOf([run({}), asleep]), `2 backups are being deleted. ${WHY}`);
  assert.equal(deletingOf([run({ catalogId: 'other' as never })]), undefined);
});

const alone = { open: [], storages: new Map(), retention: undefined };

test('a backup that was not deleted says why, and when', () => {
  const backup = {
    id: '0123456789abcdef01234567',
    parts: [],
    completedAt: new Date(0),
    undeleted: { at: new Date(0), why: 'Another backup is damaged.' },
  } as unknown as Backup;
  const { undeleted } = backupRowView(backup, alone, reader);
  assert.equal(undeleted?.why, 'Another backup is damaged.');
  assert.ok(undeleted?.date);
});

test('a line says why its backup is kept, on its own as in the list', () => {
  const backup = { id: 'b', parts: [], completedAt: new Date(0) } as unknown as Backup;
  const plan = { kept: new Map([[backup.id, [{ why: 'newest' }]]]) };
  const retention = { plan } as unknown as AroundBackup['retention'];
  assert.equal(backupRowView(backup, { ...alone, retention }, reader).kept, 'newest');
});

test('a run that sleeps says what it waits for, one that is stopped meanwhile that it stops', () => {
  const { pending, waiting, stopping } = progressView(asleep, 0);
  assert.deepEqual([pending, waiting, stopping], [true, `${WHY} Next try in 1 s.`, false]);
  assert.equal(progressView(asleep, 9).waiting, WHY, 'its time has come');
  assert.equal(progressView({ ...asleep, cancelRequested: true }, 0).stopping, true);
  assert.equal(progressView({ ...asleep, state: 'running' }, 0).waiting, undefined);
});
