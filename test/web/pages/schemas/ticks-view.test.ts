import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecentBackup } from '../../../../src/core/catalog/catalog-store.ts';
import { ticksView } from '../../../../src/web/pages/schemas/ticks-view.ts';

const reader = { timeZone: 'Europe/Berlin', nowMs: Date.parse('2026-11-26T12:00Z') };
const ended = (
  at: string,
  outcome: RecentBackup['outcome'],
  trigger: RecentBackup['trigger'] = 'scheduled',
): RecentBackup => ({ at: new Date(at), outcome, trigger, storedBytes: 0 });

test("each day shows the best of what became of its backups, by the reader's calendar", () => {
  const recent = [
    ended('2026-11-26T01:00Z', 'good'),
    ended('2026-11-25T01:00Z', 'good', 'manual'),
    ended('2026-11-24T01:00Z', 'failed'),
    ended('2026-11-22T23:30Z', 'failed'),
  ];
  const skips = ['26T02:00Z', '25T02:00Z', '24T02:00Z', '22T02:00Z', '20T23:30Z'].map(
    (at) => new Date(`2026-11-${at}`),
  );
  const { label, marks } = ticksView(recent, skips, reader);
  assert.equal(
    label,
    'Last 30 days: 1 day backed up by schedule, 1 day backed up by hand, 2 days failed, 2 days skipped',
  );
  const last = marks.filter(({ x }) => x >= 24 * 4).map(({ look, x }) => [look, x]);
  assert.deepEqual(last, [
    ['skip', 24 * 4 + 0.5],
    ['skip', 25 * 4 + 0.5],
    ['fail', 26 * 4],
    ['fail', 26 * 4],
    ['fail', 27 * 4],
    ['fail', 27 * 4],
    ['manual', 28 * 4],
    ['manual', 28 * 4],
    ['ok', 29 * 4],
  ]);
});

test('what is outlined is as wide as the others', () => {
  const { marks } = ticksView([], [new Date(reader.nowMs)], reader);
  assert.deepEqual(marks.at(-1), { look: 'skip', x: 116.5, y: 2.5, width: 2, height: 15 });
  assert.equal(ticksView([], [], reader).label, 'Last 30 days: no backup');
});
