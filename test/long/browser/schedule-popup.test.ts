/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame } from 'playwright-core';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { runningApp } from '../../support/running-app.ts';
import {
  cronField,
  dates,
  every,
  openSchedule,
  rowOf,
  sendRefused,
  waitForRule,
} from '../../support/pages/schedule-popup.ts';

const { simulator } = await runningApp({ site: { seed: 'demo' } });
const { open, noProblems } = await browserPages(simulator);

test('the popup opens from the menu of a row by keyboard alone, and gives the keyboard back', async () => {
  const { page, frame } = await open();
  const menu = rowOf(frame, 'Licences').getByLabel(/More actions/);
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await frame.getByRole('heading', { name: 'Schedule backup' }).waitFor();
  await accessible(frame, 'popup, light');
  assert.ok(
    await frame
      .getByRole('switch', { name: 'Backup On/Off' })
      .evaluate((field) => field === document.activeElement),
  );
  assert.ok(await frame.getByRole('switch', { name: 'Backup On/Off' }).isChecked());
  assert.equal(await frame.getByLabel('Time zone').inputValue(), 'Europe/Berlin', "the reader's");
  assert.ok(await frame.getByLabel('Attachments').isEnabled());
  await page.keyboard.press('Tab'); // to the pickers, where arrows choose
  await page.keyboard.press('ArrowLeft');
  await waitForRule(frame, { cron: '0 2 * * 1', words: 'Every Monday at 02:00' });
  assert.ok(
    await every(frame, 'Week').evaluate((field) => field === document.activeElement),
    'the arrows go on from there',
  );
  await page.keyboard.press('Escape');
  await frame.getByRole('dialog').waitFor({ state: 'detached' });
  assert.ok(await menu.evaluate((summary) => summary === document.activeElement));
  noProblems('popup by keyboard');
  await page.close();
});

async function pickDaysOfWeek(frame: Frame): Promise<void> {
  await every(frame, 'Week').check();
  await waitForRule(frame, { cron: '15 3 * * 1' });
  // The second one while the first is still on its way.
  for (const day of ['Wednesday', 'Friday']) await frame.getByLabel(day).check();
  await waitForRule(frame, {
    cron: '15 3 * * 1,3,5',
    words: 'Every Monday, Wednesday and Friday at 03:15',
  });
  assert.ok((await dates(frame)).every((date) => /^(Mon|Wed|Fri) /.test(date)));
  for (const day of ['Monday', 'Wednesday', 'Friday']) await frame.getByLabel(day).uncheck();
  await frame.getByText('Select at least one day of the week.').waitFor();
  await sendRefused(frame);
  assert.equal(await frame.evaluate(() => document.activeElement?.id), 'pick-day1');
  assert.ok(!(await frame.getByLabel('Monday').isChecked()), 'what was picked is kept');
  await accessible(frame, 'popup without a day of the week');
  await frame.getByLabel('Sunday').check();
  await waitForRule(frame, { cron: '15 3 * * 0' });
  assert.equal(await frame.getByText('Select at least one day').count(), 0);
}

async function pickDatesOfYear(frame: Frame): Promise<void> {
  await every(frame, 'Month').check();
  await waitForRule(frame, { cron: '15 3 1 * *' });
  await frame.getByLabel('Day of month').selectOption('31');
  await waitForRule(frame, { cron: '15 3 31 * *', words: 'Every month on day 31 at 03:15' });
  await every(frame, 'Year').check();
  await waitForRule(frame, { cron: '15 3 31 1 *' });
  await frame.locator('#pick-month').selectOption('February');
  await frame.getByText('Cron expression is not valid: this date never comes').waitFor();
  await frame.getByLabel('Day of month').selectOption('29');
  await waitForRule(frame, {
    cron: '15 3 29 2 *',
    words: 'Every year on 29 February at 03:15',
  });
  assert.ok((await dates(frame)).every((date) => date.includes('29 Feb')));
}

/** Types expressions that a picker can show, and looks at the picker that follows. */
async function typeExpressions(frame: Frame): Promise<void> {
  const typed: [string, string, (() => Promise<unknown>)?][] = [
    ['30 4 * * *', 'Day'],
    [
      '30 4 * * 2,6',
      'Week',
      async () =>
        assert.deepEqual(
          await frame
            .locator('.days input:checked')
            .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).name)),
          ['day2', 'day6'],
        ),
    ],
    [
      '30 4 17 * *',
      'Month',
      async () => assert.equal(await frame.getByLabel('Day of month').inputValue(), '17'),
    ],
    [
      '30 4 17 nov *',
      'Year',
      async () => assert.equal(await frame.locator('#pick-month').inputValue(), '11'),
    ],
  ];
  for (const [cron, chosen, more] of typed) {
    await cronField(frame).fill(cron);
    await frame.waitForFunction(
      (name) => document.querySelector<HTMLInputElement>('[name=every]:checked')?.id === name,
      `every-${chosen.toLowerCase()}`,
    );
    assert.equal(await frame.getByLabel('Time of day').inputValue(), '04:30');
    await more?.();
    assert.equal(await cronField(frame).inputValue(), cron, 'as it was typed');
  }
}

test('pickers write the expression, and follow it when it is typed; words and dates follow both', async () => {
  const { page, frame } = await open();
  await openSchedule(frame, 'Licences');
  await frame.getByLabel('Time of day').fill('03:15');
  await waitForRule(frame, { cron: '15 3 * * *', words: 'Every day at 03:15' });
  assert.equal((await dates(frame)).length, 5);
  assert.ok(
    (await dates(frame)).every((date) =>
      /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} \w{3} \d{4}, 03:15$/.test(date),
    ),
    String(await dates(frame)),
  );
  await pickDaysOfWeek(frame);
  await pickDatesOfYear(frame);
  await typeExpressions(frame);
  await cronField(frame).fill('45 5 1,15 * *');
  await frame.getByText('No picker can show this expression.').waitFor();
  await waitForRule(frame, {
    cron: '45 5 1,15 * *',
    words: 'At 05:45, on day 1 and 15 of the month',
  });
  assert.equal(await frame.getByRole('radio', { checked: true }).count(), 0);
  await accessible(frame, 'popup with an expression that no picker shows');
  await every(frame, 'Day').check();
  await waitForRule(frame, { cron: '45 5 * * *' });
  noProblems('pickers');
  await page.close();
});

test('a time is typed into its field without losing the place in it', async () => {
  const { page, frame } = await open();
  await openSchedule(frame, 'Licences');
  await frame.getByLabel('Time of day').focus();
  await page.keyboard.type('05');
  await waitForRule(frame, { cron: '0 5 * * *' });
  await page.keyboard.type('45');
  await waitForRule(frame, { cron: '45 5 * * *' });
  noProblems('time');
  await page.close();
});

test('a mistake stands under its field while one types and after Save, and what was typed is kept', async () => {
  const { page, frame } = await open();
  await openSchedule(frame, 'Licences');
  const mistakes = [
    ['', 'Cron expression is mandatory'],
    ['0 25 * * *', 'Cron expression is not valid'],
    ['@daily', 'Non-standard cron expressions are not supported'],
    ['*/5 * * * *', 'The minimum allowed frequency of backup is once per day'],
  ] as const;
  for (const [cron, message] of mistakes) {
    await cronField(frame).fill(cron);
    await frame.locator('#cron-error').filter({ hasText: message }).waitFor();
    assert.equal(await cronField(frame).getAttribute('aria-invalid'), 'true');
    assert.ok(await cronField(frame).evaluate((field) => field === document.activeElement));
    await frame.getByText('Fix the errors above to see upcoming dates.').waitFor();
    await sendRefused(frame);
    assert.equal(await frame.evaluate(() => document.activeElement?.id), 'cron');
    assert.equal(await cronField(frame).getAttribute('aria-invalid'), 'true');
    assert.equal(await cronField(frame).inputValue(), cron);
    assert.equal(await frame.locator('#cron-error').innerText(), message);
  }
  await frame.getByLabel('Time zone').fill('Mars/Base');
  await frame.getByText("This isn't a time zone.").waitFor();
  assert.equal(await frame.getByLabel('Time zone').getAttribute('aria-invalid'), 'true');
  await accessible(frame, 'popup with errors');
  await cronField(frame).fill('0 1 * * *');
  await frame.waitForFunction(() => document.getElementById('cron-error')!.textContent === '');
  await sendRefused(frame);
  assert.equal(await frame.evaluate(() => document.activeElement?.id), 'timeZone');
  assert.equal(await cronField(frame).inputValue(), '0 1 * * *');
  await frame.getByLabel('Time zone').fill('Asia/Tokyo');
  await frame.getByText('Next dates, in Asia/Tokyo:').waitFor();
  assert.equal(await frame.getByLabel('Time zone').getAttribute('aria-invalid'), 'false');
  assert.match(
    (await frame.locator('#schedule-preview time').first().getAttribute('title')) ?? '',
    /Asia\/Tokyo \(GMT\+09:00\)/,
  );
  noProblems('mistakes');
  await page.close();
});
