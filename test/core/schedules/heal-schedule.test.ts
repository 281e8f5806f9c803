import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runId } from '../../../src/core/kernel/ids.ts';
import {
  healSchedule,
  isAstray,
  letSlotsPass,
  takeSlot,
} from '../../../src/core/schedules/schedule-steps.ts';
import { at, DAY, iso, nightlySchedule as nightly, save } from './nightly-schedule.ts';

const by = (now: string, minimumMinutes = DAY) => ({ nowMs: at(now), minimumMinutes });
const NOW = '2026-11-24T12:00Z';
const AHEAD = '2028-11-24T12:00Z';

test('a slot that a clock two years ahead has taken does not count', () => {
  const taken = takeSlot(nightly, runId('r'), at(AHEAD), DAY)!;
  const { firing, ...done } = taken;
  assert.equal(iso(done.nextSlotAt), '2028-11-25T02:00');
  for (const schedule of [taken, done]) {
    const healed = healSchedule(schedule, by(NOW));
    assert.equal(iso(healed.nextSlotAt), '2026-11-25T02:00');
    assert.deepEqual([healed.lastSlot, healed.firing], [undefined, undefined]);
    assert.equal(iso(healed.healedAt), '2026-11-24T12:00', 'and it is told');
    assert.equal(healed.revision, schedule.revision, 'nobody edited it');
  }
  assert.ok(firing);
  assert.equal(
    iso(save(done, {}, NOW).nextSlotAt),
    '2026-11-25T02:00',
    'saving it anew does as well',
  );
  assert.equal(healSchedule({ ...done, on: false }, by(NOW)).nextSlotAt, undefined);
});

test('a slot that was skipped by a clock that was ahead is forgotten', () => {
  const skips = [new Date(at(AHEAD)), new Date(at('2026-11-23T02:00Z'))];
  assert.deepEqual(healSchedule({ ...nightly, skips }, by(NOW)).skips?.map(iso), [
    '2026-11-23T02:00',
  ]);
});

test('a schedule that was saved by a clock that was ahead is reckoning from now, and edited without a trace', () => {
  const healed = healSchedule(save(undefined, {}, AHEAD), by(NOW));
  assert.deepEqual(
    [iso(healed.nextSlotAt), iso(healed.savedAt)],
    ['2026-11-25T02:00', '2026-11-24T12:00'],
  );
  assert.ok(!('healedAt' in save(healed, {}, NOW)));
});

test('a schedule whose next slot is later than its rule says, or missing, is astray', () => {
  const saved = save(undefined, {}, NOW);
  const right = takeSlot(nightly, runId('r'), at('2026-11-25T02:00Z'), DAY)!;
  const { firing: _firing, ...done } = right;
  for (const schedule of [saved, nightly, right, done, { ...saved, on: false }])
    assert.equal(isAstray(schedule, by(NOW)), false);
  const { nextSlotAt: _next, ...without } = saved;
  const late = { ...saved, nextSlotAt: new Date(at('2026-11-29T02:00Z')) };
  const firing = { slotAt: new Date(at(AHEAD)), runId: runId('r'), missed: 0 };
  for (const schedule of [without, late, { ...saved, firing }]) {
    assert.equal(isAstray(schedule, by(NOW)), true);
    const healed = healSchedule(schedule, by(NOW));
    assert.equal(iso(healed.nextSlotAt), '2026-11-25T02:00');
    assert.equal(isAstray(healed, by(NOW)), false);
  }
  const clockBehind = by('2026-11-20T12:00Z');
  for (const schedule of [saved, done]) assert.equal(isAstray(schedule, clockBehind), false);
});

test('what was right stays', () => {
  const right = takeSlot(nightly, runId('r'), at('2026-11-25T02:00Z'), DAY)!;
  const healed = healSchedule({ ...right, savedAt: new Date(at(AHEAD)) }, by('2026-11-25T02:01Z'));
  assert.deepEqual([healed.lastSlot, healed.firing], [right.lastSlot, right.firing]);
  assert.equal(iso(healed.nextSlotAt), '2026-11-26T02:00');
});

test('slots that passed while nothing was there to back up are counted up to now', () => {
  const waiting = letSlotsPass(nightly, 'uninstalled', at('2026-11-26T12:00Z'), DAY)!;
  const ahead = letSlotsPass(waiting, 'uninstalled', at(AHEAD), DAY)!;
  assert.ok((ahead.waiting?.slots ?? 0) > 300);
  assert.deepEqual(healSchedule(ahead, by('2026-11-27T12:00Z')).waiting, {
    since: new Date('2026-11-25T02:00Z'),
    slots: 3,
    why: 'uninstalled',
  });
  const onlyAhead = letSlotsPass(
    save(undefined, {}, AHEAD),
    'uninstalled',
    at(AHEAD) + 2 * DAY * 60_000,
    DAY,
  )!;
  assert.ok(!('waiting' in healSchedule(onlyAhead, by(NOW))));
});

test('clocks that differ by less than slots are apart bring no slot back', () => {
  const taken = takeSlot(nightly, runId('r'), at('2026-11-25T02:00Z'), DAY)!;
  assert.deepEqual(healSchedule(taken, by('2026-11-24T23:00Z')).lastSlot, taken.lastSlot);
  const often = { ...taken, cron: '* * * * *' };
  assert.equal(healSchedule(often, by('2026-11-24T23:00Z', 1)).lastSlot, undefined);
});
