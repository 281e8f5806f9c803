import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BackupOutline } from '../../../../src/core/backups/backup-outline.ts';
import { catalogId, runId, tenantId, type RunId } from '../../../../src/core/kernel/ids.ts';
import { AvailableBackups } from '../../../../src/core/use-cases/backups/available-backups.ts';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const alice = tenantId('alice');
const things = catalogId('things');
const before = (ms: number): Date => new Date(NOW - ms);
const WEEK = { from: before(7 * DAY_MS), timeZone: 'Europe/Berlin' };

/** The `ago`-th before the newest, completed so many hours ago. */
const backup = (ago: number, more: Partial<BackupOutline> = {}): BackupOutline => ({
  id: runId(`b${ago}`),
  sequence: 1_000 - ago,
  createdAt: before(ago * HOUR_MS),
  completedAt: before(ago * HOUR_MS),
  trigger: 'scheduled',
  storageId: 'service',
  contentBytes: 1,
  storedBytes: 1,
  isPinned: false,
  isVerified: false,
  isDamaged: false,
  ...more,
});
const hourly = (count: number): BackupOutline[] =>
  Array.from({ length: count }, (_none, ago) => backup(ago));
const binned = (ago: number, atMs: number): BackupOutline =>
  backup(ago, {
    binned: { at: before(atMs), why: 'x', by: { accountId: '1', name: 'A' } },
  });

interface Broken {
  /** So many of which nobody knows more. */
  outlines?: number;
  /** Of which the outline alone can be read. */
  ids?: string[];
}

/** A schema with these backups, newest first; `read` notes the ids of what was read whole. */
function rig(backups: BackupOutline[], { outlines = 0, ids: broken = [] }: Broken = {}) {
  const read: RunId[][] = [];
  const counted: RunId[][] = [];
  const available = new AvailableBackups({
    catalog: { get: async () => ({ id: things, tenantId: alice }) } as never,
    backups: {
      outlines: async () => ({ backups, unreadable: outlines }),
      find: async (_tenant: unknown, ids: RunId[]) => {
        read.push(ids);
        const sound = ids.filter((id) => !broken.includes(id));
        return { backups: sound.map((id) => ({ id })), unreadable: ids.length - sound.length };
      },
      objectCounts: async (_tenant: unknown, ids: RunId[]) => {
        counted.push(ids);
        const sound = ids.filter((id) => !broken.includes(id));
        return new Map(sound.map((id, at) => [id, 100 + at]));
      },
    } as never,
    runs: {
      newest: async () => [{ endedAt: before(DAY_MS) }, { endedAt: before(9 * DAY_MS) }],
    } as never,
    schedules: {
      newestSlots: async () => [
        { at: before(2 * DAY_MS), skipped: 'busy' },
        { at: before(3 * DAY_MS) },
        { at: before(9 * DAY_MS), skipped: 'busy' },
      ],
    } as never,
    retention: { viewOf: async () => ({ plan: {} }) } as never,
  });
  type Filter = Parameters<typeof available.page>[2]['filter'];
  const list = async (filter: Filter) => {
    const { found } = await available.page(alice, things, { filter });
    return { ...found, items: found.items.map(({ id }) => id) };
  };
  return { available, list, read, counted };
}
const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_none, at) => `b${from + at}`);

test('pages have 20 backups, and no other one is read whole', async () => {
  const { list, read } = rig(hourly(45));
  const { items, ...page } = await list({});
  assert.deepEqual(items, ids(0, 20));
  assert.deepEqual(page, { total: 45, page: 1, pages: 3 });
  assert.deepEqual((await list({ page: 3 })).items, ids(40, 45));
  assert.deepEqual(
    read.map(({ length }) => length),
    [20, 5],
  );
});

test('once the only backup of the last page is gone, that page is the one before', async () => {
  const { items: last } = await rig(hourly(21)).list({ page: 2 });
  assert.deepEqual(last, ['b20']);
  const { items, ...page } = await rig(hourly(20)).list({ page: 2 });
  assert.deepEqual(items, ids(0, 20));
  assert.deepEqual(page, { total: 20, page: 1, pages: 1 });
});

test('the page that a chosen backup is on is that of the list as it is filtered', async () => {
  const all = hourly(45).map((each, ago) => ({
    ...each,
    trigger: ago % 2 === 0 ? ('scheduled' as const) : ('manual' as const),
  }));
  const { list } = rig(all);
  assert.equal((await list({ onPageOf: runId('b44') })).page, 3);
  const manual = await list({ onPageOf: runId('b43'), trigger: 'manual' });
  assert.deepEqual([manual.page, manual.total, manual.items], [2, 22, ['b41', 'b43']]);
  assert.equal((await list({ onPageOf: runId('b44'), trigger: 'manual' })).page, 1);
  assert.equal((await list({ onPageOf: runId('gone') })).page, 1);
});

test('filters pick by date, inclusive, and by the last Verify', async () => {
  const { list } = rig([backup(0), backup(1), backup(2, { isVerified: true }), backup(3)]);
  const [from, to] = [before(2 * HOUR_MS), before(HOUR_MS)];
  assert.deepEqual((await list({ from, to })).items, ['b1', 'b2']);
  assert.deepEqual((await list({ from })).items, ['b0', 'b1', 'b2']);
  assert.deepEqual((await list({ to })).items, ['b1', 'b2', 'b3']);
  assert.deepEqual((await list({ verifiedOnly: true })).items, ['b2']);
});

test('what is in the bin is on no page and no timeline, and listed by itself, the last binned first', async () => {
  const { available } = rig([backup(0), binned(1, 3 * HOUR_MS), binned(2, HOUR_MS)]);
  const { found, bin, timeline } = await available.page(alice, things, { filter: {}, span: WEEK });
  assert.deepEqual(
    [found.total, bin.map(({ id }) => id), timeline?.days.map(({ last }) => last.id)],
    [1, ['b2', 'b1'], ['b0']],
  );
});

test('what cannot be read is counted: whole backups on their page, the others on each', async () => {
  const { list } = rig(hourly(45), { outlines: 1, ids: ['b30'] });
  const [first, second] = [await list({}), await list({ page: 2 })];
  assert.deepEqual([first.unreadable, first.items.length, first.total], [1, 20, 45]);
  assert.deepEqual([second.unreadable, second.items.length], [2, 19]);
});

test('a timeline has a day of the reader each, of which objects are counted of the last backup alone', async () => {
  // 22:30 and 23:30 in UTC are two days in Berlin.
  const late = backup(11, { completedAt: new Date('2026-11-25T23:30Z') });
  const early = backup(12, { completedAt: new Date('2026-11-25T22:30Z'), isVerified: true });
  const manual = backup(13, { completedAt: new Date('2026-11-25T12:00Z'), trigger: 'manual' });
  const old = backup(300);
  const { available, counted } = rig([late, early, manual, old]);
  const { days, failed, skipped } = await available.timeline(alice, things, WEEK);
  assert.deepEqual(
    days.map(({ day, last, isScheduled, isVerified, objects }) => ({
      day: day.day,
      last: last.id,
      isScheduled,
      isVerified,
      objects,
    })),
    [
      { day: 26, last: 'b11', isScheduled: true, isVerified: false, objects: 100 },
      { day: 25, last: 'b12', isScheduled: true, isVerified: true, objects: 101 },
    ],
  );
  assert.deepEqual(counted, [['b11', 'b12']]);
  assert.deepEqual([failed, skipped], [[before(DAY_MS)], [before(2 * DAY_MS)]]);
});

test('a backup and its copies are one on the timeline; a manual one makes no scheduled day', async () => {
  const copy = backup(1, { original: runId('b30'), trigger: 'manual' });
  const alone = backup(2, { original: runId('gone'), trigger: 'manual' });
  const { available } = rig([copy, alone, backup(30)]);
  const { days } = await available.timeline(alice, things, WEEK);
  assert.deepEqual(
    days.map(({ last, isScheduled }) => [last.id, isScheduled]),
    [
      ['b2', false],
      ['b30', true],
    ],
  );
});

test('a last backup of which the objects cannot be counted still makes a good day', async () => {
  const { available } = rig([backup(0)], { ids: ['b0'] });
  const { days } = await available.timeline(alice, things, WEEK);
  assert.deepEqual(
    days.map(({ last, objects }) => [last.id, objects]),
    [['b0', undefined]],
  );
});
