import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { parseCronRule } from '../../../src/core/schedules/cron-rule.ts';

const refusal = (text: string): string => {
  try {
    parseCronRule(text);
  } catch (error) {
    if (error instanceof InvalidInput) return error.fields['cron']!;
    throw error;
  }
  return '';
};

test('numbers, stars, ranges, lists, steps and names are taken, in any case', () => {
  for (const text of [
    '0 2 * * *',
    '5 4 1,15 * *',
    '0 22 * * MON-FRI',
    '0 2 * jan,JUL sun',
    '30 3 */2 * *',
    '0 0 1-10/3 2 *',
    '  0   2 * * *  ',
    '00 02 * * *',
    '0 2 29 2 *',
    '0 2 31 2 MON',
    '0 2 * * 0',
    '0 2 * * 7',
    '0 2 * * 5-7',
  ])
    assert.equal(refusal(text), '', text);
  assert.deepEqual(parseCronRule('0 2 * * 5-7').daysOfWeek, [0, 5, 6]);
  assert.equal(parseCronRule(' 0  2 * * mon ').expression, '0 2 * * MON');
});

test('nothing is said to be missing', () => {
  for (const text of ['', '   ', '\t']) assert.equal(refusal(text), 'Cron expression is mandatory');
});

test('what other programs understand is said not to be supported', () => {
  for (const text of [
    '@daily',
    '@reboot',
    '@ 1 2 3',
    '0 0 2 * * *',
    '0 0 2 * * * 2027',
    '0 2 L * *',
    '0 2 15W * *',
    '0 2 * * 5L',
    '0 2 * * MON#2',
    '0 2 ? * *',
    '0 2 * * ?',
  ])
    assert.equal(refusal(text), 'Non-standard cron expressions are not supported', text);
});

test('what no program understands is said not to be valid', () => {
  for (const text of [
    'x',
    '0 2 * *',
    '0 2 * * * * * *',
    '60 2 * * *',
    '0 24 * * *',
    '0 2 0 * *',
    '0 2 32 * *',
    '0 2 * 13 *',
    '0 2 * 0 *',
    '0 2 * * 8',
    '0 2 * * MONDAY',
    '0 2 MON * *',
    ', 2 * * *',
    '0, 2 * * *',
    '0 2 1--5 * *',
    '0 2 */0 * *',
    '0 2 1-5/0 * *',
    '0 2 / * *',
    '-1 2 * * *',
    '0 2 10-5 * *',
    '1.5 2 * * *',
    '0 2 ** * *',
  ]) {
    assert.equal(refusal(text), 'Cron expression is not valid', text);
  }
});

test('a date that never comes is said to be one', () => {
  for (const text of ['0 2 31 2 *', '0 2 30 FEB *', '0 2 31 4,6,9,11 *'])
    assert.match(refusal(text), /^Cron expression is not valid: this date never comes/, text);
});
