import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runId } from '../../../src/core/kernel/ids.ts';
import { localDayOf } from '../../../src/core/kernel/time/local-day.ts';
import { parseCronRule } from '../../../src/core/schedules/cron-rule.ts';
import { nextSlotFarFrom } from '../../../src/core/schedules/assert-rare-enough.ts';
import { latestSlot } from '../../../src/core/schedules/next-slot.ts';
import {
  finishSlot,
  editSchedule,
  switchOff,
  takeSlot,
  letSlotsPass,
} from '../../../src/core/schedules/schedule-steps.ts';
import type { Schedule } from '../../../src/core/schedules/schedule.ts';
import { at, DAY, edit, iso, key, nightlySchedule as nightly, save } from './nightly-schedule.ts';

const take = (schedule: Schedule, now: string, minimum = DAY): Schedule =>
  takeSlot(schedule, runId('r'), at(now), minimum)!;
const finish = (schedule: Schedule, skipped?: string): Schedule =>
  finishSlot(schedule, { at: schedule.firing!.slotAt, skipped });

test('a first save gives the next slot, and who saved it when', () => {
  assert.deepEqual(nightly, {
    ...key,
    on: true,
    cron: '0 2 * * *',
    timeZone: 'UTC',
    parts: undefined,
    savedBy: edit.by,
    savedAt: new Date('2026-11-24T12:00Z'),
    revision: 1,
    version: 0,
    nextSlotAt: new Date('2026-11-25T02:00Z'),
  });
  assert.equal(
    takeSlot(nightly, runId('r'), at('2026-11-25T01:59:59.999Z'), DAY),
    undefined,
    'nothing before its time',
  );
  assert.equal(
    letSlotsPass(nightly, 'schema-deleted', at('2026-11-25T01:59:59.999Z'), DAY),
    undefined,
  );
});

test('a slot that has come is takeSlot, and the schedule goes on to the next', () => {
  const next = take(nightly, '2026-11-25T02:00Z');
  assert.deepEqual(next.firing, {
    slotAt: new Date('2026-11-25T02:00Z'),
    runId: runId('r'),
    missed: 0,
  });
  assert.deepEqual(next.lastSlot, { at: new Date('2026-11-25T02:00Z'), timeZone: 'UTC' });
  assert.equal(iso(next.nextSlotAt), '2026-11-26T02:00');
  assert.deepEqual(
    [next.version, next.revision],
    [nightly.version, nightly.revision],
    'whoever writes it counts; nobody who edits is told',
  );
  assert.equal(takeSlot(next, runId('s'), at('2026-11-25T02:00Z'), DAY), undefined);
  const { firing: _firing, ...rest } = next;
  assert.deepEqual(finish(next), rest);
});

test('a slot that was skipped is kept with the schedule, the newest first, and edits keep it', () => {
  const ran = finish(take(nightly, '2026-11-25T02:00Z'));
  assert.ok(!('skips' in ran));
  const once = finish(take(ran, '2026-11-26T02:00Z'), 'Busy.');
  const twice = finish(take(once, '2026-11-27T02:00Z'), 'Busy.');
  const edited = save(twice, { cron: '0 5 * * *' }, '2026-11-27T12:00Z');
  assert.deepEqual(edited.skips?.map(iso), ['2026-11-27T02:00', '2026-11-26T02:00']);
  const skips = Array.from({ length: 100 }, () => new Date(0));
  const many = finish(take({ ...nightly, skips }, '2026-11-25T02:00Z'), 'Busy.');
  assert.deepEqual([many.skips?.length, iso(many.skips?.[0])], [100, '2026-11-25T02:00']);
});

test('after an outage the latest slot is taken and the earlier ones are counted', () => {
  const next = take(nightly, '2026-11-29T01:00Z');
  assert.deepEqual(next.firing, {
    slotAt: new Date('2026-11-28T02:00Z'),
    runId: runId('r'),
    missed: 3,
  });
  assert.equal(iso(next.nextSlotAt), '2026-11-29T02:00');
  const rule = parseCronRule('30 2 * * *');
  assert.deepEqual(latestSlot(rule, 'UTC', at('2026-11-25T02:30Z'), at('2026-11-25T02:30Z')), {
    slot: at('2026-11-25T02:30Z'),
    missed: 0,
  });
  assert.deepEqual(
    latestSlot(rule, 'Europe/Berlin', at('2026-03-28T01:30Z'), at('2026-03-30T12:00Z')),
    { slot: at('2026-03-30T00:30Z'), missed: 2 },
    'over a change of the clock',
  );
});

test('an edit while a slot is due does not run the old rule', () => {
  const edited = save(nightly, { cron: '0 5 * * *' }, '2026-11-25T02:00:30Z');
  assert.equal(takeSlot(edited, runId('r'), at('2026-11-25T02:01Z'), DAY), undefined);
  assert.equal(iso(edited.nextSlotAt), '2026-11-25T05:00');
  assert.equal(edited.revision, 2);
});

test('an edit while a slot is being fired lets it be finishSlot, and no slot at or before it comes again', () => {
  const firing = take(nightly, '2026-11-25T02:00Z');
  const edited = save(firing, { cron: '0 1 * * *' }, '2026-11-24T23:00Z'); // on a replica whose clock is behind
  assert.deepEqual(edited.firing, firing.firing);
  assert.equal(iso(edited.nextSlotAt), '2026-11-26T01:00');
  const early = finish(
    take(save(undefined, { cron: '5 0 * * *' }, '2026-11-24T12:00Z'), '2026-11-25T00:05Z'),
  );
  assert.equal(
    iso(save(early, { cron: '59 23 * * *' }, '2026-11-24T23:58Z').nextSlotAt),
    '2026-11-26T23:59',
    'not the day before it, and not its own day',
  );
  assert.equal(
    iso(save(finish(firing), { cron: '0 23 * * *' }, '2026-11-25T03:00Z').nextSlotAt),
    '2026-11-26T23:00',
    'that day has had its backup',
  );
});

test('off keeps the rule and what has run, and has no next slot', () => {
  const firing = take(nightly, '2026-11-25T02:00Z');
  const off = save(firing, { on: false }, '2026-11-25T03:00Z');
  assert.deepEqual(
    [off.on, off.cron, off.timeZone, off.nextSlotAt, off.lastSlot, off.firing],
    [false, '0 2 * * *', 'UTC', undefined, firing.lastSlot, firing.firing],
  );
  assert.ok(!('nextSlotAt' in off), 'a key without a value would be stored');
  assert.equal(takeSlot(off, runId('r'), at('2030-01-01T00:00Z'), DAY), undefined);
  const stopped = switchOff(
    letSlotsPass(nightly, 'uninstalled', at('2026-11-25T02:00Z'), DAY)!,
    'connection-deleted',
  );
  assert.deepEqual(
    [
      stopped.on,
      stopped.cron,
      stopped.switchedOff,
      'nextSlotAt' in stopped,
      'waiting' in stopped,
      stopped.revision,
    ],
    [false, '0 2 * * *', 'connection-deleted', false, false, 2],
  );
  assert.ok(
    !('switchedOff' in save(stopped, {}, '2026-11-26T12:00Z')),
    'on again, it says so no longer',
  );
});

test('slots that pass while there is nothing to back up are counted, none of them runs, and the first that runs tells of them', () => {
  const first = letSlotsPass(nightly, 'schema-deleted', at('2026-11-25T02:00Z'), DAY)!;
  assert.deepEqual(first.waiting, {
    since: new Date('2026-11-25T02:00Z'),
    slots: 1,
    why: 'schema-deleted',
  });
  const more = letSlotsPass(first, 'uninstalled', at('2026-11-28T12:00Z'), DAY)!;
  assert.deepEqual(more.waiting, {
    since: new Date('2026-11-25T02:00Z'),
    slots: 4,
    why: 'uninstalled',
  });
  assert.equal(takeSlot(more, runId('r'), at('2026-11-28T12:00Z'), DAY), undefined);
  const next = take(more, '2026-11-29T02:00Z');
  assert.deepEqual([next.firing?.missed, 'waiting' in next], [4, false]);
});

test('a date that is eight years away comes', () => {
  const leap = take(
    save(undefined, { cron: '0 0 29 2 *' }, '2095-01-01T00:00Z'),
    '2096-02-29T00:00Z',
  );
  assert.equal(iso(leap.nextSlotAt), '2104-02-29T00:00', '2100 has none');
});

test('with a lowered minimum the distance counts', () => {
  const hourly = take(
    save(undefined, { cron: '0 * * * *' }, '2026-11-24T12:00Z', 60),
    '2026-11-24T13:00Z',
    60,
  );
  assert.equal(iso(hourly.nextSlotAt), '2026-11-24T14:00');
  assert.equal(
    iso(save(hourly, { cron: '30 * * * *' }, '2026-11-24T13:05Z', 60).nextSlotAt),
    '2026-11-24T14:30',
    '13:30 is too near to 13:00',
  );
  assert.equal(
    iso(save(hourly, { cron: '0,30 * * * *' }, '2026-11-24T13:05Z', 30).nextSlotAt),
    '2026-11-24T13:30',
  );
  assert.equal(
    iso(save(hourly, { cron: '0 * * * *' }, '2026-11-24T13:05Z', DAY).nextSlotAt),
    '2026-11-25T00:00',
    'a minimum that was raised since',
  );
  assert.equal(
    iso(
      new Date(
        nextSlotFarFrom(parseCronRule('0 2 * * *'), 'UTC', at('2026-11-24T12:00Z'), {
          last: undefined,
          minimumMinutes: DAY,
        })!,
      ),
    ),
    '2026-11-25T02:00',
    'nothing has run: nothing is too near',
  );
});

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'UTC',
  'Pacific/Kiritimati',
  'Pacific/Niue',
];
const step = fc.record({
  hours: fc.integer({ min: 0, max: 40 }),
  minutes: fc.nat(59),
  edit: fc.option(
    fc.record({
      minute: fc.nat(59),
      hour: fc.nat(23),
      days: fc.constantFrom('* * *', '* * MON-FRI', '*/2 * *', '1,15 * MON'),
      timeZone: fc.constantFrom(...ZONES),
      on: fc.constantFrom(true, true, true, false),
    }),
    { freq: 3 },
  ),
  skewMinutes: fc.integer({ min: -10, max: 10 }),
});

test('however often rule and zone are edited, no local day has two slots, in the zone of either', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: at('2011-12-20'), max: at('2030-01-01') }),
      fc.array(step, { minLength: 4, maxLength: 25 }),
      (from, steps) => {
        let schedule = editSchedule(
          undefined,
          key,
          { ...edit, timeZone: 'Europe/Berlin' },
          { nowMs: from, minimumMinutes: DAY },
        );
        let now = from;
        const slots: { at: number; timeZone: string }[] = [];
        for (const { hours, minutes, edit: change, skewMinutes } of steps) {
          now += (hours * 60 + minutes) * 60_000;
          const seen = now + skewMinutes * 60_000; // another replica's clock
          if (change)
            schedule = editSchedule(
              schedule,
              key,
              {
                ...edit,
                on: change.on,
                cron: `${change.minute} ${change.hour} ${change.days}`,
                timeZone: change.timeZone,
              },
              { nowMs: seen, minimumMinutes: DAY },
            );
          const next = takeSlot(schedule, runId('r'), seen, DAY);
          if (!next) continue;
          slots.push({ at: next.firing!.slotAt.getTime(), timeZone: schedule.timeZone });
          schedule = finish(next);
        }
        for (const [index, slot] of slots.entries())
          for (const earlier of slots.slice(0, index)) {
            assert.ok(slot.at > earlier.at);
            for (const zone of [slot.timeZone, earlier.timeZone])
              assert.notDeepEqual(
                localDayOf(slot.at, zone),
                localDayOf(earlier.at, zone),
                `${iso(new Date(earlier.at))} and ${iso(new Date(slot.at))} in ${zone}`,
              );
          }
      },
    ),
    { numRuns: 300 },
  );
});
