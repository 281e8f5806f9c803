import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dayStart,
  sayValue,
  daysAgoWords,
  showDate,
  showDay,
  showDays,
} from '../../../../src/web/view/formats/dates.ts';
import { tokenExpiryBanner } from '../../../../src/web/view/components/token-expiry-banner.ts';

const NOW = Date.parse('2026-11-26T09:00:00Z');
const berlin = { timeZone: 'Europe/Berlin', nowMs: NOW };
const at = (iso: string): Date => new Date(iso);

test("dates are in the reader's zone, daylight saving included, and the zone is named", () => {
  const { text, zone } = showDate(at('2026-07-01T22:30:00Z'), berlin);
  assert.equal(text, '2 Jul 2026, 00:30');
  assert.equal(zone, 'Europe/Berlin (GMT+02:00)');
  assert.match(showDate(at('2026-12-01T22:30:00Z'), berlin).zone, /\+01:00/);
  const nowhere = { timeZone: 'Nowhere/Land', nowMs: NOW };
  assert.match(showDate(at('2026-12-01T22:30:00Z'), nowhere).zone, /^UTC/);
});

test("a date is written in the reader's language; English has one form, whatever the region", () => {
  const textFor = (locale?: string) =>
    showDate(at('2026-12-03T01:00:00Z'), { ...berlin, locale }).text;
  assert.equal(textFor('de_DE'), '3. Dez. 2026, 02:00');
  for (const locale of ['en_US', 'en-GB', 'tlh_XX!', undefined])
    assert.equal(textFor(locale), '3 Dec 2026, 02:00');
  assert.equal(showDay('2026-12-03', { locale: 'fr_FR' }), '3 déc. 2026');
  const [from, to] = [
    { year: 2026, month: 11, day: 5 },
    { year: 2026, month: 11, day: 8 },
  ];
  assert.match(showDays(from, to, {}), /^5\s?–\s?8 Nov$/);
  assert.equal(showDays(to, to, {}), '8 Nov');
});

test('a day near today is said from today, by the calendar of the reader', () => {
  const near = (iso: string, reader = {}) => showDate(at(iso), { ...berlin, ...reader }).near;
  assert.equal(near('2026-11-26T01:00:00Z'), 'today, 02:00');
  assert.equal(near('2026-11-25T22:59:00Z'), 'yesterday, 23:59');
  assert.equal(near('2026-11-25T23:00:00Z'), 'today, 00:00', 'it is today in Berlin');
  assert.equal(near('2026-11-27T01:00:00Z'), 'tomorrow, 02:00');
  assert.equal(near('2026-11-03T01:01:00Z'), '3 Nov, 02:01');
  assert.equal(near('2025-11-03T01:01:00Z'), '3 Nov 2025, 02:01');
  assert.equal(near('2026-11-25T12:00:00Z', { locale: 'de_DE' }), 'gestern, 13:00');
  assert.equal(daysAgoWords(at('2026-11-23T01:00:00Z'), berlin), '3 days ago');
});

test('a day begins at its own midnight, also on the days the clock changes', () => {
  assert.equal(dayStart('2026-03-29', 'Europe/Berlin')?.toISOString(), '2026-03-28T23:00:00.000Z');
  assert.equal(dayStart('2026-03-30', 'Europe/Berlin')?.toISOString(), '2026-03-29T22:00:00.000Z');
  assert.equal(dayStart('2026-10-26', 'Europe/Berlin')?.toISOString(), '2026-10-25T23:00:00.000Z');
  assert.equal(dayStart('26.10.2026', 'Europe/Berlin'), undefined);
});

test('dates among the values of objects are said as all others; other values stay as they are', () => {
  const german = { ...berlin, locale: 'de_DE' };
  assert.equal(sayValue('2026-12-03', berlin), '3 Dec 2026');
  assert.equal(sayValue('2026-12-03', german), '3. Dez. 2026');
  assert.equal(sayValue('2026-12-03T23:30:00.000Z', berlin), '4 Dec 2026, 00:30');
  for (const text of ['2026-13-40', 'since 2026-12-03', '20261203', ''])
    assert.equal(sayValue(text, berlin), text);
});

test("the end of the API token is said as all other dates, in the reader's language", () => {
  const banner = (days: number, locale?: string) =>
    tokenExpiryBanner({ expiresOn: '2026-12-03', days }, { locale });
  assert.equal(banner(7), 'Your API token expires in 7 days (3 Dec 2026).');
  assert.equal(banner(7, 'de_DE'), 'Your API token expires in 7 days (3. Dez. 2026).');
  assert.equal(banner(1), 'Your API token expires tomorrow.');
  assert.equal(banner(0), 'Your API token expires today.');
  assert.equal(banner(-2), 'Your API token expired on 3 Dec 2026.');
  assert.equal(tokenExpiryBanner(undefined, {}), undefined);
});
