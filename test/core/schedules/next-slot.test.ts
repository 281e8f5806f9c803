import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { parseCronRule } from '../../../src/core/schedules/cron-rule.ts';
import { localDayOf } from '../../../src/core/kernel/time/local-day.ts';
import { latestSlot, nextSlot, slotsAfter } from '../../../src/core/schedules/next-slot.ts';
import { processorTimer } from '../../support/processor-timer.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'America/Nuuk',
];
const at = (iso: string): number => Date.parse(iso);
const shown = (moment: number | undefined): string =>
  moment === undefined ? 'never' : new Date(moment).toISOString().slice(0, 16);
const next = (expression: string, zone: string, after: string): string =>
  shown(nextSlot(parseCronRule(expression), zone, at(after)));

test('a slot in skipped time runs once, that same local day, behind the gap', () => {
  assert.equal(
    next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z'),
    '2026-03-29T01:30',
    '03:30 in summer time',
  );
  assert.equal(next('30 2 * * *', 'Europe/Berlin', '2026-03-29T01:30Z'), '2026-03-30T00:30');
  assert.equal(next('30 2 * * *', 'America/New_York', '2026-03-07T12:00Z'), '2026-03-08T07:30');
  assert.equal(
    next('15 2 * * *', 'Australia/Lord_Howe', '2025-10-04T12:00Z'),
    '2025-10-04T15:45',
    '02:45, half an hour on',
  );
  assert.equal(next('15 2 * * *', 'Australia/Lord_Howe', '2025-10-04T15:45Z'), '2025-10-05T15:15');
});

test('a slot in doubled time runs once', () => {
  assert.equal(next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z'), '2026-10-25T00:30');
  assert.equal(next('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30Z'), '2026-10-26T01:30');
  assert.equal(next('45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00Z'), '2026-04-04T14:45');
  assert.equal(next('45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T14:45Z'), '2026-04-05T15:15');
});

test('a local day that does not exist has no slot', () => {
  assert.equal(
    next('0 12 * * *', 'Pacific/Apia', '2011-12-29T22:00Z'),
    '2011-12-30T22:00',
    'noon of the 31st',
  );
  assert.equal(next('0 12 30 12 *', 'Pacific/Apia', '2011-12-01T00:00Z'), '2012-12-29T22:00');
});

test('a slot in skipped time that ends its day runs before the gap, that same local day', () => {
  assert.equal(
    next('30 23 * * *', 'America/Nuuk', '2026-03-28T12:00Z'),
    '2026-03-29T00:30',
    '22:30, half an hour before midnight comes an hour early',
  );
  assert.equal(next('30 23 * * *', 'America/Nuuk', '2026-03-29T00:30Z'), '2026-03-30T00:30');
});

test('a value that is named twice counts once', () => {
  for (const [twice, once] of [
    ['0 2 1,1 * *', '0 2 1 * *'],
    ['0 2 * * 0,7', '0 2 * * 0'],
    ['0 2 * * 1-5,3', '0 2 * * 1-5'],
    ['0 2 15 1,1-3 *', '0 2 15 1-3 *'],
    ['0 2 1-31 * MON', '0 2 * * *'],
  ] as const)
    assert.equal(
      next(twice, 'Europe/Berlin', '2026-11-24T12:00Z'),
      next(once, 'Europe/Berlin', '2026-11-24T12:00Z'),
      twice,
    );
});

test('29 February comes, however far away', () => {
  assert.equal(next('0 0 29 2 *', 'UTC', '2096-03-01T00:00Z'), '2104-02-29T00:00');
});

const day = fc
  .tuple(
    fc.constantFrom('*', '1', '15', '31', '1-7', '*/5', '10,20'),
    fc.constantFrom('*', '1', '2', 'FEB-APR', '3,10', '*/3'),
    fc.constantFrom('*', 'SUN', '1-5', '6,0', '*/2'),
  )
  .map((fields) => fields.join(' '));
const daily = fc
  .tuple(fc.nat(59), fc.nat(23), day)
  .map(([minute, hour, rest]) => `${minute} ${hour} ${rest}`);
const often = fc
  .tuple(fc.constantFrom('*/20', '0,30', '7'), fc.constantFrom('*', '*/6', '1-4', '0'), day)
  .map((fields) => fields.join(' '));
const moment = fc.integer({ min: at('2011-01-01'), max: at('2037-01-01') });
const comes = (expression: string): boolean => {
  try {
    parseCronRule(expression);
    return true;
  } catch {
    return false;
  }
};

test('the next slot is after now, and slots only go on', () => {
  fc.assert(
    fc.property(
      fc.oneof(daily, often).filter(comes),
      fc.constantFrom(...ZONES),
      moment,
      (expression, zone, now) => {
        const slots = slotsAfter(parseCronRule(expression), zone, now);
        let last = now;
        for (let count = 0; count < 5; count += 1) {
          const slot = slots.next().value!;
          assert.ok(slot > last);
          assert.equal(
            nextSlot(parseCronRule(expression), zone, last),
            slot,
            'from any moment before it the same',
          );
          last = slot;
        }
      },
    ),
  );
});

test('a rule with one time of day never has two slots in one local day', () => {
  fc.assert(
    fc.property(daily.filter(comes), fc.constantFrom(...ZONES), moment, (expression, zone, now) => {
      const slots = slotsAfter(parseCronRule(expression), zone, now);
      const days = Array.from({ length: 6 }, () =>
        JSON.stringify(localDayOf(slots.next().value!, zone)),
      );
      assert.equal(new Set(days).size, days.length);
    }),
  );
});

test('outside of gaps and overlaps it is what cron-parser says', () => {
  fc.assert(
    fc.property(
      fc.oneof(daily, often).filter(comes),
      fc.constantFrom(...ZONES),
      moment,
      (expression, zone, now) => {
        const slot = nextSlot(parseCronRule(expression), zone, now)!;
        const theirs = askCronParser(expression, zone, now);
        fc.pre(theirs !== undefined && isEven(zone, now, Math.max(slot, theirs)));
        assert.equal(shown(slot), shown(theirs));
      },
    ),
    { numRuns: 300 },
  );
});

/**
 * What cron-parser says; undefined where it gives up, which it does near some changes of the
 * clock.
 */
function askCronParser(expression: string, zone: string, now: number): number | undefined {
  try {
    const options = { currentDate: new Date(now), tz: zone };
    return CronExpressionParser.parse(expression, options).next().getTime();
  } catch (error) {
    if (error instanceof Error && /loop limit exceeded/i.test(error.message)) return undefined;
    throw error;
  }
}

/**
 * No change of the clock near the two moments or between them, as far as slots could be touched by
 * it.
 */
function isEven(zone: string, from: number, to: number): boolean {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });
  const offset = (moment: number): string =>
    format.formatToParts(moment).find((part) => part.type === 'timeZoneName')!.value;
  const around = [from - 86_400_000, from, to - 86_400_000, to, to + 86_400_000].map(offset);
  return new Set(around).size === 1;
}

test('the latest slot and the count of those before it are those of walking from one to the next', () => {
  const start = at('2024-01-01T00:00Z');
  fc.assert(
    fc.property(
      fc.constantFrom('30 2 * * *', '*/7 1-3 * * *', '* * * * *', '0 0 1 * *', '59 23 * * 0'),
      fc.constantFrom(...ZONES),
      fc.integer({ min: 0, max: 700 * 24 * 60 }),
      fc.integer({ min: 0, max: 40 * 24 * 60 }),
      (expression, zone, fromMinute, minutes) => {
        const rule = parseCronRule(expression);
        const from = nextSlot(rule, zone, start + fromMinute * 60_000)!;
        const now = from + minutes * 60_000;
        let walked = { slot: from, missed: -1 };
        for (const slot of slotsAfter(rule, zone, from - 1)) {
          if (slot > now) break;
          walked = { slot, missed: walked.missed + 1 };
        }
        assert.deepEqual(latestSlot(rule, zone, from, now), walked);
      },
    ),
    { numRuns: 60 },
  );
});

test('however many slots an outage has held, the latest is found at once', () => {
  const rule = parseCronRule('* * * * *');
  const from = at('2026-01-01T00:00Z');
  const minute = 60_000;
  for (const zone of ZONES) {
    const tookMs = processorTimer();
    const year = latestSlot(rule, zone, from, from + 365 * 24 * 60 * minute + 1);
    const ms = tookMs();
    assert.equal(year.slot, from + 365 * 24 * 60 * minute, zone);
    assert.ok(ms < 500, `${zone}: ${ms} ms for a year`);
  }
  const century = from + 100 * 365 * 24 * 60 * minute;
  assert.equal(latestSlot(rule, 'UTC', from, century).slot, century, 'not a step of eight years');
});

test('the latest slot of a rule that comes every few years is found as well', () => {
  const leapDay = parseCronRule('0 2 29 2 *');
  const [from, now] = [at('2016-02-29T02:00Z'), at('2023-06-01T00:00Z')];
  assert.deepEqual(latestSlot(leapDay, 'UTC', from, now), {
    slot: at('2020-02-29T02:00Z'),
    missed: 1,
  });
  assert.deepEqual(latestSlot(leapDay, 'UTC', from, at('2019-01-01T00:00Z')), {
    slot: from,
    missed: 0,
  });
});
