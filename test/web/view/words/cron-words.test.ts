import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCronRule } from '../../../../src/core/schedules/cron-rule.ts';
import { cronWords, skippedWords } from '../../../../src/web/view/words/cron-words.ts';

const words = (cron: string): string => cronWords(parseCronRule(cron));
const skipped = (cron: string): string | undefined => skippedWords(parseCronRule(cron));

test('a rule that the pickers can show is said as a person would', () => {
  assert.equal(words('0 2 * * *'), 'Every day at 02:00');
  assert.equal(words('5 14 * * 1'), 'Every Monday at 14:05');
  assert.equal(words('0 2 * * 0,4,1'), 'Every Monday, Thursday and Sunday at 02:00');
  assert.equal(words('15 22 * * 1-5'), 'Every weekday, Monday to Friday, at 22:15');
  assert.equal(words('0 2 31 * *'), 'Every month on day 31 at 02:00');
  assert.equal(words('0 2 1 1 *'), 'Every year on 1 January at 02:00');
});

test('a rule that no picker can show is said all the same', () => {
  assert.equal(words('45 5 1,15 * *'), 'At 05:45, on day 1 and 15 of the month');
  assert.match(words('0 2 13 * 5'), /every day that matches either of the two$/);
});

test('months and years without the day are named', () => {
  assert.equal(
    skipped('0 2 31 * *'),
    'February, April, June, September and November are skipped: they have no day 31.',
  );
  assert.equal(skipped('0 2 30 * *'), 'February is skipped: it has no day 30.');
  assert.match(skipped('0 2 29 * *') ?? '', /^February is skipped, except in leap years/);
  assert.match(skipped('0 2 29 2 *') ?? '', /^Only leap years/);
  assert.equal(skipped('0 2 30,31 4,5 *'), undefined, 'April has a day 30');
  assert.equal(skipped('0 2 31 1,3 *'), undefined);
});

test('a rule that skips nothing says nothing', () => {
  for (const cron of ['0 2 * * *', '0 2 28 * *', '0 2 * * 1', '0 2 31 * 1', '0 2 1,31 * *'])
    assert.equal(skipped(cron), undefined, cron);
});
