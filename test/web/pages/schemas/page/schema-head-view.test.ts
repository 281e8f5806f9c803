import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup } from '../../../../../src/core/backups/backup.ts';
import type { CatalogSchema } from '../../../../../src/core/catalog/catalog-store.ts';
import type { Run } from '../../../../../src/core/runs/run.ts';
import type { Schedule } from '../../../../../src/core/schedules/schedule.ts';
import type { SchemaHead } from '../../../../../src/core/use-cases/schemas/schema-pages.ts';
import { schemaHeadView } from '../../../../../src/web/pages/schemas/page/schema-head-view.ts';

const NOW = Date.parse('2026-11-26T09:00:00Z');
const reader = { timeZone: 'Europe/Berlin', nowMs: NOW };
const schedule = {
  on: true,
  cron: '0 2 * * 1',
  revision: 3,
  nextSlotAt: new Date('2026-11-30T01:00:00Z'),
} as Schedule;
const hold = { reason: 'Audit', by: { accountId: '1', name: 'Ada' }, at: new Date(NOW) };
const backup = {
  parts: [{ name: 'objects', status: 'complete', counts: { object: 1218, objectType: 11 } }],
  verified: { at: new Date(0), ok: true, damage: [] },
};
const run = (more: Partial<Run> = {}) =>
  ({
    id: 'run1',
    kind: 'backup',
    state: 'running',
    cancelRequested: false,
    requestedBy: { accountId: '1', name: 'Ada' },
    progress: { step: 'Reading', done: 640, total: 1220, rate: 48 },
    ...more,
  }) as unknown as Run;

function headOf(schema: Partial<CatalogSchema> = {}, more: Partial<SchemaHead> = {}): SchemaHead {
  const backedUp = { lastBackupAt: new Date('2026-11-25T01:01:00Z'), lastBackupId: 'b1' };
  return {
    schema: {
      id: 'c1',
      name: 'Computers',
      key: 'COMP',
      siteUrl: 'https://acme.example',
      status: 'active',
      backupCount: 84,
      storedBytes: 412e6,
      ...backedUp,
      ...schema,
    },
    location: 'Cloud',
    schedule,
    lastBackup: backup,
    open: [],
    work: [],
    restoreCount: 3,
    terminatedCount: 4,
    ...more,
  } as unknown as SchemaHead;
}
const view = (schema: Partial<CatalogSchema> = {}, more: Partial<SchemaHead> = {}) =>
  schemaHeadView(headOf(schema, more), 'schedule', reader);
const working = (each: Run) => ({
  run: each,
  work: [{ run: each, shown: { title: 'backup', now: 'Backing up' }, about: undefined }],
});

test('the head says whether the schema is protected, by what, and until when', () => {
  const head = view();
  assert.deepEqual(
    [head.protection?.text, head.schedule, head.next?.text, head.last?.date.text],
    ['Protected', 'Every Monday at 02:00', '30 Nov 2026, 02:00', '25 Nov 2026, 02:01'],
  );
  assert.deepEqual(
    [head.objects, head.stored, head.last?.isVerified],
    ['1,218 in 11 object types', '412 MB in 84 backups', true],
  );
  assert.deepEqual(
    head.tabs.map(({ title, count, chosen }) => [title, count, chosen]),
    [
      ['Available backups', '84', false],
      ['Restore history', '3', false],
      ['Schedule', undefined, true],
      ['Terminated backups', '4', false],
    ],
  );
});

test('a last backup in which damage was found since it was verified counts as verified no more', () => {
  const damage = { foundAt: new Date(NOW), found: ['objects'] };
  const lastBackup = { ...backup, damage } as unknown as Backup;
  assert.equal(view({}, { lastBackup }).last?.isVerified, false);
});

test('without a schedule that works it is not protected, and nothing green says so', () => {
  const lastError = { runId: 'r' as never, message: 'No.', at: new Date(NOW) };
  const unprotected = [
    view({}, { schedule: undefined }),
    view({}, { schedule: { ...schedule, on: false } }),
    view({ lastError }),
  ];
  for (const { protection } of unprotected) {
    assert.equal(protection?.text, 'Not protected');
    assert.notEqual(protection?.look, 'success');
  }
  assert.equal(view({}, { schedule: undefined }).schedule, 'None');
  assert.equal(
    view({}, { schedule: { ...schedule, on: false } }).schedule,
    'Off (Every Monday at 02:00)',
  );
  assert.equal(view({ lastError }).error, 'No.');
});

test('a schema that was deleted from Assets says so, promises no backup and takes none', () => {
  const head = view({ status: 'deleted' });
  assert.ok(head.isGone && head.isRemovable && !head.isHideable);
  assert.deepEqual(
    [head.protection, head.next, head.scheduleNote, head.unready],
    [
      undefined,
      undefined,
      'Paused: this schema no longer exists in Assets.',
      'This schema no longer exists in Assets.',
    ],
  );
  assert.ok(head.last, 'what there is can still be restored');
});

test('what runs stands in the head with its Stop, until it is stopping', () => {
  const busy = view({ activeRunId: 'run1' as never }, working(run()));
  assert.deepEqual(
    [busy.every, busy.work[0]?.title, busy.work[0]?.by, busy.work[0]?.stopUrl],
    [2, 'Backing up', 'Ada', '/app/runs/run1/stop'],
  );
  assert.ok(busy.unready, 'one backup at a time');
  const [stopping] = view({}, working(run({ cancelRequested: true }))).work;
  assert.deepEqual([stopping?.stopUrl, stopping?.progress.stopping], [undefined, true]);
  const [finishing] = view({ activeRunId: 'run1' as never }).work;
  assert.deepEqual([finishing?.title, finishing?.stopUrl], ['Finishing', undefined]);
  const { work } = working(run());
  const endedMeanwhile = view({ activeRunId: 'run1' as never }, { work }).work;
  assert.equal(endedMeanwhile.length, 1, 'one run is shown once');
});

test('the mark changes with whatever a list below the head shows', () => {
  const heads = [
    headOf(),
    headOf({ status: 'deleted' }),
    headOf({ backupCount: 85 }),
    headOf({ lastBackupId: 'b2' as never }),
    headOf({ activeRunId: 'run1' as never }),
    headOf({}, { schedule: { ...schedule, revision: 4 } }),
    headOf({}, { restoreCount: 4 }),
    headOf({}, { terminatedCount: 5 }),
    headOf({}, working(run())),
    headOf({ hold }),
    headOf({}, { lastBackup: { ...backup, hold } as unknown as Backup }),
  ];
  const marks = heads.map((head) => schemaHeadView(head, 'backups', reader).mark);
  assert.equal(new Set(marks).size, heads.length, String(marks));
  assert.equal(view().mark, marks[0]);
});
