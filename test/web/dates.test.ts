import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayStart, showDate } from '../../src/web/view/dates.ts';

test("dates are in the reader's zone, daylight saving included, and the zone is named", () => {
  const { text, zone } = showDate(new Date('2026-07-01T22:30:00Z'), 'Europe/Berlin');
  assert.equal(text, '2 Jul 2026, 00:30');
  assert.equal(zone, 'Europe/Berlin (GMT+02:00)');
  assert.match(showDate(new Date('2026-12-01T22:30:00Z'), 'Europe/Berlin').zone, /\+01:00/);
  assert.match(showDate(new Date('2026-12-01T22:30:00Z'), 'Nowhere/Land').zone, /^UTC/);
});

test('a day begins at its own midnight, also on the days the clock changes', () => {
  assert.equal(dayStart('2026-03-29', 'Europe/Berlin')?.toISOString(), '2026-03-28T23:00:00.000Z');
  assert.equal(dayStart('2026-03-30', 'Europe/Berlin')?.toISOString(), '2026-03-29T22:00:00.000Z');
  assert.equal(dayStart('2026-10-26', 'Europe/Berlin')?.toISOString(), '2026-10-25T23:00:00.000Z');
  assert.equal(dayStart('26.10.2026', 'Europe/Berlin'), undefined);
});
