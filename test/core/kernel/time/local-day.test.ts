import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import {
  isTimeZone,
  localDayOf,
  readTimeZone,
  startsOfDays,
} from '../../../../src/core/kernel/time/local-day.ts';

test('a zone is spelled as its list does, whichever capitals were typed', () => {
  assert.equal(readTimeZone('eUrOpE/bErLiN'), 'Europe/Berlin');
  assert.equal(readTimeZone('utc'), 'UTC');
  assert.equal(readTimeZone('Asia/Kolkata'), 'Asia/Kolkata');
  assert.equal(readTimeZone('US/Pacific'), 'US/Pacific', 'another name of a zone is kept');
  assert.equal(readTimeZone('Etc/GMT+5'), 'Etc/GMT+5');
  for (const none of ['GMT+02:00', '+02:00', '', 'Asia/\u212Aolkata', 'Nowhere', 'UTC ', ' UTC'])
    assert.equal(readTimeZone(none), undefined, JSON.stringify(none));
});

test('spellings of a zone share one format', () => {
  const { DateTimeFormat } = Intl;
  localDayOf(0, 'America/Argentina/Buenos_Aires');
  const made = mock.method(Intl, 'DateTimeFormat', function format(...args: never[]) {
    return new DateTimeFormat(...args);
  } as never);
  const letters = Array.from('america/argentina/buenos_aires');
  for (let spelling = 0; spelling < 2 ** 14; spelling += 1) {
    const typed = letters.map((letter, at) =>
      spelling & (1 << at) ? letter.toUpperCase() : letter,
    );
    assert.ok(isTimeZone(typed.join('')));
  }
  assert.equal(made.mock.callCount(), 0);
  mock.restoreAll();
});

test('days begin at midnight where they are, over a change of the clock, and one that does not exist never', () => {
  const iso = (starts: number[]): string[] =>
    starts.map((start) => new Date(start).toISOString().slice(0, 16));
  const berlin = startsOfDays(3, Date.parse('2026-10-26T12:00Z'), 'Europe/Berlin');
  assert.deepEqual(iso(berlin), ['2026-10-23T22:00', '2026-10-24T22:00', '2026-10-25T23:00']);
  const apia = startsOfDays(3, Date.parse('2011-12-31T12:00Z'), 'Pacific/Apia');
  assert.deepEqual(iso(apia), ['2011-12-30T10:00', '2011-12-31T10:00']);
});
