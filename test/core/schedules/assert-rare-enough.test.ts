import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { parseCronRule, type CronRule } from '../../../src/core/schedules/cron-rule.ts';
import {
  assertRareEnough,
  smallestDistanceMs,
} from '../../../src/core/schedules/assert-rare-enough.ts';
import { slotsAfter } from '../../../src/core/schedules/next-slot.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const MINUTE = 60_000;
const refusal = (expression: string, minimum: number, zone = 'UTC'): string => {
  try {
    assertRareEnough(parseCronRule(expression), zone, minimum, NOW);
  } catch (error) {
    return (error as InvalidInput).fields['cron']!;
  }
  return '';
};

test('once a day means one minute and one hour', () => {
  for (const expression of [
    '0 2 * * *',
    '0 2 1 * *',
    '59 23 * * MON',
    '*/60 2 * * *',
    '0 2,2 * * *',
  ])
    assert.equal(refusal(expression, 1_440), '', expression);
  for (const expression of [
    '* * * * *',
    '0 * * * *',
    '0,1 2 * * *',
    '0 2,14 1 * *',
    '*/30 2 * * *',
  ])
    assert.equal(
      refusal(expression, 1_440),
      'The minimum allowed frequency of backup is once per day',
      expression,
    );
});

test('a lowered minimum is the smallest distance between two slots', () => {
  assert.equal(refusal('0 * * * *', 60), '');
  assert.equal(refusal('0 */6 * * *', 360), '');
  assert.equal(
    refusal('*/30 * * * *', 60),
    'The minimum allowed frequency of backup is once per hour',
  );
  assert.equal(
    refusal('0 0,23 * * *', 120),
    'The minimum allowed frequency of backup is once per 2 hours',
    'midnight is near to 23:00',
  );
  assert.equal(
    refusal('*/10 * * * *', 15),
    'The minimum allowed frequency of backup is once per 15 minutes',
  );
});

test('the calendar of the zone decides: a gap brings two slots nearer', () => {
  assert.equal(refusal('0 1,3 * * *', 120), '');
  assert.equal(
    refusal('0 1,3 * * *', 120, 'Europe/Berlin'),
    'The minimum allowed frequency of backup is once per 2 hours',
  );
  assert.equal(smallestDistanceMs(parseCronRule('0 1,3 * * *'), 'Europe/Berlin', NOW), 60 * MINUTE);
});

/** The smallest distance between two slots, found by looking at each of them. */
function distanceInFourYears(rule: CronRule, zone: string): number {
  let smallest = Infinity;
  let last = -Infinity;
  for (const slot of slotsAfter(rule, zone, NOW)) {
    if (slot > NOW + 4 * 365 * 86_400_000) break;
    smallest = Math.min(smallest, slot - last);
    last = slot;
  }
  return smallest;
}

test('the short cut on even days changes nothing', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca'])
    for (const expression of ['*/20 1-3 1-7 * *', '15 2,3 * * *', '0 1-4 * * SUN']) {
      const rule = parseCronRule(expression);
      assert.equal(
        smallestDistanceMs(rule, zone, NOW),
        distanceInFourYears(rule, zone),
        `${expression} in ${zone}`,
      );
    }
});
