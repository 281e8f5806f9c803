import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runId } from '../../../../../src/core/kernel/ids.ts';
import { backupDays } from '../../../../../src/core/use-cases/backups/backup-days.ts';
import { timelineView } from '../../../../../src/web/pages/backups/timeline/timeline-view.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-26T09:00:00Z');
const reader = { timeZone: 'Europe/Berlin', nowMs: NOW };
/** At 02:01 in Berlin, so many days ago. */
const at = (daysAgo: number): Date =>
  new Date(Date.parse('2026-11-26T01:01:00Z') - daysAgo * DAY_MS);
const backup = (
  daysAgo: number,
  more: { objects?: number; trigger?: 'manual' | 'scheduled'; isVerified?: boolean } = {},
) => ({
  id: runId(`b${daysAgo}`),
  at: at(daysAgo),
  trigger: 'scheduled' as const,
  objects: 1000,
  isVerified: false,
  ...more,
});
type Shown = ReturnType<typeof backup>;

/** Newest first. */
function daysOf(backups: readonly Shown[]) {
  const dated = backups.map((each) => ({ ...each, completedAt: each.at }));
  const objects = new Map(backups.map((each) => [each.id, each.objects]));
  const found = backupDays(dated, reader.timeZone);
  return found.map((day) => ({ ...day, objects: objects.get(day.last.id) }));
}

interface Told {
  backups?: Shown[];
  failed?: Date[];
  skipped?: Date[];
}
const view = ({ backups = [], failed = [], skipped = [] }: Told, selected?: string) =>
  timelineView({ days: daysOf(backups), failed, skipped }, selected, reader);
const days = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_none, index) => from + index);

test('without anything there is no timeline; with a failure alone there is one, without a line', () => {
  assert.equal(view({}), undefined);
  const failed = view({ failed: [at(3)] });
  assert.deepEqual([failed?.line, failed?.cursor], ['', undefined]);
  assert.deepEqual(
    failed?.marks.map(({ outcome }) => outcome),
    ['fail'],
  );
  assert.equal(failed?.summary, '0 of 4 days have a good backup');
});

test('each day has a mark with a shape of its own, by what became of it', () => {
  const drawn = view({
    backups: [backup(1), backup(2, { trigger: 'manual' }), backup(3, { isVerified: true })],
    failed: [at(1), at(4)],
    skipped: [at(4), at(5)],
  });
  assert.deepEqual(
    drawn?.marks.map(({ outcome, isVerified }) => `${outcome}${isVerified ? ' verified' : ''}`),
    ['skip', 'fail', 'ok verified', 'manual', 'ok'],
    'a later failure takes nothing from a good day',
  );
  assert.equal(drawn?.summary, '3 of 6 days have a good backup');
});

test('counts begin at 0, so that only a mass deletion makes a dent; it is named', () => {
  const backups = days(0, 60).map((ago) => backup(ago, { objects: ago < 30 ? 630 : 1000 }));
  const drawn = view({ backups });
  assert.deepEqual(
    drawn?.drops.map(({ title }) => title),
    ['−370 objects on 28 Oct'],
  );
  assert.match(drawn?.label ?? '', /−370 objects on 28 Oct\./);
  assert.match(drawn?.line ?? '', /^M[\d.]+ 40L/, 'the most stands at the top');
  const [, lowest] = /L[\d.]+ ([\d.]+)$/.exec(drawn?.line ?? '') ?? [];
  assert.equal(Number(lowest), 150 - Math.round(0.63 * 1100) / 10);
  assert.equal(drawn?.grid?.text, '1,000');
  const small = days(0, 60).map((ago) => backup(ago, { objects: ago < 30 ? 995 : 1000 }));
  assert.deepEqual(view({ backups: small })?.drops, []);
});

test('days without a backup are a hole where one was to be expected, also up to now', () => {
  const backups = [...days(0, 17), ...days(22, 80)].map((ago) => backup(ago));
  const [hole] = view({ backups })!.holes;
  assert.deepEqual([hole?.title, hole?.text], ['No backup for 4 days', '5–8 Nov']);
  const failed = days(18, 21).map((ago) => at(ago));
  assert.deepEqual(view({ backups, failed })?.holes, [], 'what failed is no silence');
  const stopped = view({ backups: days(10, 80).map((ago) => backup(ago)) });
  assert.deepEqual(
    stopped?.holes.map(({ title }) => title),
    ['No backup for 9 days'],
  );
  const weekly = view({ backups: days(0, 12).map((week) => backup(7 * week)) });
  assert.deepEqual(weekly?.holes, [], 'six days lie between two weekly ones');
  assert.deepEqual(view({ backups: [backup(0)] })?.holes, [], 'before the first there is none');
});

test('the cursor stands at the newest backup, or at the one that was chosen, and stays in the picture', () => {
  const backups = [backup(1, { objects: 1218 }), backup(40)];
  const newest = view({ backups })?.cursor;
  assert.equal(newest?.text, '25 Nov 2026, 02:01 · 1,218 objects');
  assert.ok(newest && newest.boxX + 232 <= 1184);
  assert.match(view({ backups }, 'b40')?.cursor?.text ?? '', /^17 Oct 2026/);
  assert.match(view({ backups }, 'gone')?.cursor?.text ?? '', /^25 Nov 2026/);
  assert.deepEqual(
    view({ backups })?.hits.map(({ id }) => id),
    ['b40', 'b1'],
  );
});

test('a thousand backups a day make one mark', () => {
  const backups = Array.from({ length: 1000 }, (_none, index) => ({
    ...backup(0),
    id: runId(`x${index}`),
  }));
  const drawn = view({ backups });
  assert.deepEqual([drawn?.marks.length, drawn?.hits.length], [1, 1]);
});
