import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptWords } from '../../../../src/web/pages/retention/kept-words.ts';

const reader = { timeZone: 'Europe/Berlin', locale: 'en-GB' };

test('why a backup is kept is said by the days it stands for, in the zone of the reader', () => {
  const words = keptWords(
    [
      { why: 'newest' },
      { why: 'age', until: Date.parse('2027-11-25T23:30:00Z') },
      { why: 'daily', of: '2026-11-12' },
      { why: 'monthly', of: '2026-11' },
      { why: 'yearly', of: '2026' },
      { why: 'held' },
    ],
    reader,
  );
  assert.equal(
    words,
    'newest, until 26 Nov 2027, daily of 12 Nov 2026, monthly of November 2026, yearly of 2026, on hold',
  );
});

test('where nothing but a person takes a backup away, nothing is said', () => {
  assert.equal(keptWords([{ why: 'no-rule' }], reader), '');
});
