import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { parseCronRule } from '../../../src/core/schedules/cron-rule.ts';
import { cronOf, pickedOf, type Picked } from '../../../src/core/schedules/picked.ts';

const time = { hour: fc.nat(23), minute: fc.nat(59) };
const someDays = fc.uniqueArray(fc.nat(6), { minLength: 1, maxLength: 6 });
const dayOfMonth = fc.integer({ min: 1, max: 31 });
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const date = fc.integer({ min: 1, max: 12 }).chain((month) =>
  fc.record({
    month: fc.constant(month),
    dayOfMonth: fc.integer({ min: 1, max: LONGEST[month - 1]! }),
  }),
);
const picked: fc.Arbitrary<Picked> = fc.oneof(
  fc.record({ ...time, every: fc.constant('day' as const) }),
  fc.record({ ...time, every: fc.constant('week' as const), daysOfWeek: someDays }),
  fc.record({ ...time, every: fc.constant('month' as const), dayOfMonth }),
  fc
    .record({ ...time, every: fc.constant('year' as const) })
    .chain((year) => date.map((at) => ({ ...year, ...at }))),
);
const shown = (text: string): Picked | undefined => pickedOf(parseCronRule(text));

test('what is picked is what the pickers show again', () => {
  fc.assert(
    fc.property(picked, (choice) => {
      const sorted =
        choice.every === 'week'
          ? { ...choice, daysOfWeek: [...choice.daysOfWeek].sort((a, b) => a - b) }
          : { ...choice };
      assert.deepEqual(shown(cronOf(choice)), sorted);
    }),
    { numRuns: 500 },
  );
});

test('all seven days of the week are every day', () => {
  assert.deepEqual(
    shown(cronOf({ hour: 2, minute: 0, every: 'week', daysOfWeek: [6, 5, 4, 3, 2, 1, 0] })),
    { hour: 2, minute: 0, every: 'day' },
  );
});

test('names, ranges and other spellings are shown like the numbers that they mean', () => {
  assert.deepEqual(shown('5 4 * * mon-fri'), {
    hour: 4,
    minute: 5,
    every: 'week',
    daysOfWeek: [1, 2, 3, 4, 5],
  });
  assert.deepEqual(shown('05 04 * * 7'), { hour: 4, minute: 5, every: 'week', daysOfWeek: [0] });
  assert.deepEqual(shown('0 2 29 FEB *'), {
    hour: 2,
    minute: 0,
    every: 'year',
    dayOfMonth: 29,
    month: 2,
  });
  assert.deepEqual(
    shown('0 2 1 1-12 0-6'),
    undefined,
    'days of both kinds are given: any of them counts, which no picker says',
  );
  assert.deepEqual(shown('0 2 1-31 * *'), { hour: 2, minute: 0, every: 'day' });
});

test('what no picker can say is not shown as something else', () => {
  for (const text of [
    '*/5 2 * * *',
    '0 2,14 * * *',
    '0 2 1,15 * *',
    '0 2 */2 * *',
    '0 2 1 1,7 *',
    '0 2 * 1 *',
    '0 2 * 6-8 MON',
    '0 2 13 * FRI',
    '0 2 31 2 MON',
    '* * * * *',
  ])
    assert.equal(shown(text), undefined, text);
});

test('a week without a day is refused beside the days', () => {
  assert.throws(
    () => cronOf({ hour: 2, minute: 0, every: 'week', daysOfWeek: [] }),
    (error) =>
      error instanceof InvalidInput &&
      error.fields['daysOfWeek'] === 'Select at least one day of the week.',
  );
});
