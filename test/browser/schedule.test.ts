/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { AdjustableClock } from '../support/adjustable-clock.ts';
import { accessible, browserPages } from '../support/browser-page.ts';
import { runningApp } from '../support/running-app.ts';

const clock = new AdjustableClock();
const { simulator, schemas, admin } = await runningApp({ site: { seed: 'demo' }, clock });
const { open, noProblems } = await browserPages(simulator);
const SOON = 60_000;
simulator.world.accounts[1]!.jiraAdmin = true; // Uma User, the second administrator

const rowOf = (frame: Frame, name: string): Locator =>
  frame.getByRole('row', { name: new RegExp(name) });
const cronField = (frame: Frame): Locator => frame.getByLabel('Cron expression');
const every = (frame: Frame, name: string): Locator =>
  frame.getByRole('radio', { name, exact: true });
const words = (frame: Frame): Locator => frame.locator('#schedule-preview b');
const dates = (frame: Frame): Promise<string[]> =>
  frame.locator('#schedule-preview time').allInnerTexts();

async function popup(frame: Frame, name: string): Promise<void> {
  await rowOf(frame, name)
    .getByLabel(/More actions/)
    .click();
  await rowOf(frame, name).getByRole('button', { name: 'Schedule backup' }).click();
  await frame.getByRole('button', { name: 'Save', exact: true }).waitFor();
}

/** The popup's fields follow each other by themselves, some time later. */
async function shows(frame: Frame, expected: { cron?: string; words?: string }): Promise<void> {
  if (expected.cron)
    await frame.waitForFunction(
      (cron) => (document.getElementById('cron') as HTMLInputElement).value === cron,
      expected.cron,
    );
  if (expected.words) await words(frame).filter({ hasText: expected.words }).waitFor();
}

async function saved(frame: Frame, title: string): Promise<void> {
  await frame.getByRole('button', { name: 'Save', exact: true }).click();
  await frame.getByRole('dialog').waitFor({ state: 'detached' });
  const page = frame.page();
  await page.getByText(title, { exact: true }).last().waitFor();
}

/** Save, answered with the form and its messages. */
async function refused(frame: Frame): Promise<void> {
  await frame.locator('#schedule-form').evaluate((form) => {
    form.dataset['sent'] = 'true';
  });
  await frame.getByRole('button', { name: 'Save', exact: true }).click();
  await frame.locator('#schedule-form:not([data-sent])').waitFor();
}

test('the popup opens from the menu of a row by keyboard alone, and gives the keyboard back', async () => {
  const { page, frame } = await open();
  const menu = rowOf(frame, 'Licences').getByLabel(/More actions/);
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await frame.getByRole('heading', { name: 'Schedule backup of Licences' }).waitFor();
  await accessible(frame, 'popup, light');
  assert.ok(
    await frame
      .getByRole('switch', { name: 'Backup On/Off' })
      .evaluate((field) => field === document.activeElement),
  );
  assert.ok(await frame.getByRole('switch', { name: 'Backup On/Off' }).isChecked());
  assert.equal(await frame.getByLabel('Time zone').inputValue(), 'Europe/Berlin', "the reader's");
  assert.ok(await frame.getByLabel('Attachments').isDisabled());
  await frame.getByText('Attachments are not part of backups yet.').waitFor();
  await page.keyboard.press('Tab'); // to the pickers, where arrows choose
  await page.keyboard.press('ArrowLeft');
  await shows(frame, { cron: '0 2 * * 1', words: 'At 02:00, only on Monday' });
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

test('pickers write the expression, and follow it when it is typed; words and dates follow both', async () => {
  const { page, frame } = await open();
  await popup(frame, 'Licences');
  await frame.getByLabel('Time of day').fill('03:15');
  await shows(frame, { cron: '15 3 * * *', words: 'At 03:15, every day' });
  assert.equal((await dates(frame)).length, 5);
  assert.ok(
    (await dates(frame)).every((date) =>
      /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d \w{3} \d{4}, 03:15$/.test(date),
    ),
    String(await dates(frame)),
  );
  await every(frame, 'Week').check();
  await shows(frame, { cron: '15 3 * * 1' });
  // The second one while the first is still on its way.
  for (const day of ['Wednesday', 'Friday']) await frame.getByLabel(day).check();
  await shows(frame, {
    cron: '15 3 * * 1,3,5',
    words: 'At 03:15, only on Monday, Wednesday, and Friday',
  });
  assert.ok((await dates(frame)).every((date) => /^(Mon|Wed|Fri) /.test(date)));
  for (const day of ['Monday', 'Wednesday', 'Friday']) await frame.getByLabel(day).uncheck();
  await frame.getByText('Tick at least one day of the week.').waitFor();
  await refused(frame);
  assert.equal(await frame.evaluate(() => document.activeElement?.id), 'pick-day1');
  assert.ok(!(await frame.getByLabel('Monday').isChecked()), 'what was picked is kept');
  await accessible(frame, 'popup without a day of the week');
  await frame.getByLabel('Sunday').check();
  await shows(frame, { cron: '15 3 * * 0' });
  assert.equal(await frame.getByText('Tick at least one day').count(), 0);
  await every(frame, 'Month').check();
  await shows(frame, { cron: '15 3 1 * *' });
  await frame.getByLabel('Day of month').selectOption('31');
  await shows(frame, { cron: '15 3 31 * *', words: 'At 03:15, on day 31 of the month' });
  await every(frame, 'Year').check();
  await shows(frame, { cron: '15 3 31 1 *' });
  await frame.locator('#pick-month').selectOption('February');
  await frame.getByText('Cron expression is not valid: this date never comes').waitFor();
  await frame.getByLabel('Day of month').selectOption('29');
  await shows(frame, { cron: '15 3 29 2 *', words: 'on day 29 of the month, only in February' });
  assert.ok((await dates(frame)).every((date) => date.includes('29 Feb')));
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
  await cronField(frame).fill('45 5 1,15 * *');
  await frame.getByText('No picker can show this expression.').waitFor();
  await shows(frame, { cron: '45 5 1,15 * *', words: 'At 05:45, on day 1 and 15 of the month' });
  assert.equal(await frame.getByRole('radio', { checked: true }).count(), 0);
  await accessible(frame, 'popup with an expression that no picker shows');
  await every(frame, 'Day').check();
  await shows(frame, { cron: '45 5 * * *' });
  noProblems('pickers');
  await page.close();
});

test('a time is typed into its field without losing the place in it', async () => {
  const { page, frame } = await open();
  await popup(frame, 'Licences');
  await frame.getByLabel('Time of day').focus();
  await page.keyboard.type('05');
  await shows(frame, { cron: '0 5 * * *' });
  await page.keyboard.type('45');
  await shows(frame, { cron: '45 5 * * *' });
  noProblems('time');
  await page.close();
});

test('a mistake stands under its field while one types and after Save, and what was typed is kept', async () => {
  const { page, frame } = await open();
  await popup(frame, 'Licences');
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
    await frame.getByText('The next dates are shown here once').waitFor();
    await refused(frame);
    assert.equal(await frame.evaluate(() => document.activeElement?.id), 'cron');
    assert.equal(await cronField(frame).getAttribute('aria-invalid'), 'true');
    assert.equal(await cronField(frame).inputValue(), cron);
    assert.equal(await frame.locator('#cron-error').innerText(), message);
  }
  await frame.getByLabel('Time zone').fill('Mars/Base');
  await frame.getByText('This is not a time zone.').waitFor();
  assert.equal(await frame.getByLabel('Time zone').getAttribute('aria-invalid'), 'true');
  await accessible(frame, 'popup with errors');
  await cronField(frame).fill('0 1 * * *');
  await frame.waitForFunction(() => document.getElementById('cron-error')!.textContent === '');
  await refused(frame);
  assert.equal(await frame.evaluate(() => document.activeElement?.id), 'timeZone');
  assert.equal(await cronField(frame).inputValue(), '0 1 * * *');
  await frame.getByLabel('Time zone').fill('Asia/Tokyo');
  await frame.getByText('The next dates, in Asia/Tokyo:').waitFor();
  assert.equal(await frame.getByLabel('Time zone').getAttribute('aria-invalid'), 'false');
  assert.match(
    (await frame.locator('#schedule-preview time').first().getAttribute('title')) ?? '',
    /Asia\/Tokyo \(GMT\+09:00\)/,
  );
  noProblems('mistakes');
  await page.close();
});

test('saved with On, the first backup runs and the grid shows Auto and the next date by itself; later edits queue none, Off keeps the rule', async () => {
  const { page, frame } = await open();
  const row = rowOf(frame, 'Offices');
  await row.getByText('Disabled').waitFor();
  await popup(frame, 'Offices');
  assert.ok(await frame.getByLabel('Back up now too').isChecked());
  const next = (await dates(frame))[0]!.slice('Mon '.length);
  await saved(frame, 'Schedule saved, the first backup is queued');
  await row.getByText(`Next: ${next}`).waitFor();
  await row.getByText('1 backup').waitFor({ timeout: SOON });
  await row.getByText('Auto', { exact: true }).waitFor();
  assert.ok(
    await row.getByLabel(/More actions/).evaluate((summary) => summary === document.activeElement),
    'the keyboard is where it was',
  );
  await accessible(frame, 'grid with a schedule');

  await popup(frame, 'Offices');
  assert.ok(!(await frame.getByLabel('Back up now too').isChecked()));
  await frame.getByLabel('Time of day').fill('04:00');
  await saved(frame, 'Schedule saved'); // at once, before the expression has followed
  await row.getByText(/Next: .*, 04:00/).waitFor();
  assert.equal(await row.getByRole('button', { name: 'Stop' }).count(), 0);

  await popup(frame, 'Offices');
  await frame.getByRole('switch', { name: 'Backup On/Off' }).uncheck();
  await saved(frame, 'Schedule switched off');
  await row.getByText('Disabled').waitFor();
  assert.equal(await row.getByText('Next:').count(), 0);
  await popup(frame, 'Offices');
  assert.equal(await cronField(frame).inputValue(), '0 4 * * *');
  assert.ok(
    await frame.getByLabel('Back up now too').isChecked(),
    'offered again, for it is about to be switched on',
  );
  noProblems('save');
  await page.close();
});

test('two administrators at once: the second one is told who, sees what was saved, and takes it over or saves over it', async () => {
  const [first, second] = [await open(), await open({ account: 'user@example.com' })];
  await popup(first.frame, 'Services');
  await popup(second.frame, 'Services');
  await first.frame.getByLabel('Back up now too').uncheck();
  await first.frame.getByLabel('Time of day').fill('05:05');
  await saved(first.frame, 'Schedule saved');

  await cronField(second.frame).fill('6 6 * * 1');
  await refused(second.frame);
  await second.frame.getByText('Ada Admin changed this schedule while you had it open.').waitFor();
  await second.frame
    .getByText(/Saved now: On, 5 5 \* \* \* \(At 05:05, every day\), Europe\/Berlin/)
    .waitFor();
  await accessible(second.frame, 'popup after another administrator');
  assert.equal(await cronField(second.frame).inputValue(), '6 6 * * 1', 'what was typed is kept');
  await second.frame.getByRole('button', { name: 'Take over what was saved' }).click();
  await shows(second.frame, { cron: '5 5 * * *', words: 'At 05:05, every day' });
  assert.equal(await second.frame.getByText('changed this schedule').count(), 0);

  await popup(first.frame, 'Services');
  await second.frame.getByLabel('Time of day').fill('07:07');
  await saved(second.frame, 'Schedule saved');
  await cronField(first.frame).fill('8 8 * * *');
  await refused(first.frame);
  await first.frame.getByText('Uma User changed this schedule while you had it open.').waitFor();
  await saved(first.frame, 'Schedule saved');
  await rowOf(first.frame, 'Services')
    .getByText(/Next: .*, 08:08/)
    .waitFor();
  noProblems('two administrators');
  await first.page.close();
  await second.page.close();
});

test('a slot that comes shows in its row, and the tab lists slot, start, end and outcome, without a reload', async () => {
  const { id } = schemas.find(({ name }) => name === 'Computers')!;
  const saving = await admin.post(`/app/schemas/${id}/schedule`, {
    on: 'on',
    cron: '0 2 * * *',
    timeZone: 'Europe/Berlin',
    revision: '0',
  });
  assert.equal(saving.status, 204, saving.html);
  const [, slot] =
    /Next: <time datetime="([^"]+)"/.exec((await admin.get(`/app/schemas/${id}/row`)).html) ?? [];
  simulator.settings.latencyPerObjectMs = 40; // a page of objects takes ten seconds
  clock.ahead(Date.parse(slot!) - clock.now() - 8_000);
  const [grid, tab] = [await open(), await open()];
  await tab.frame.getByRole('button', { name: 'Computers', exact: true }).click();
  await tab.frame.getByRole('button', { name: 'Schedule and its runs' }).click();
  await tab.frame.getByText('At 02:00, every day').waitFor();
  await tab.frame.getByText('No slot has come yet.').waitFor();
  const row = rowOf(grid.frame, 'Computers');
  await row.getByText(/Pending|In Progress/).waitFor({ timeout: SOON });
  await tab.frame.getByText(/Pending|In Progress/).waitFor({ timeout: SOON });
  await accessible(tab.frame, 'tab with a run in hand');
  simulator.settings.latencyPerObjectMs = 0;
  await row.getByText('1 backup').waitFor({ timeout: SOON });
  await row.getByText('Auto', { exact: true }).waitFor();
  await tab.frame.getByText('Complete', { exact: true }).waitFor({ timeout: SOON });
  const line = tab.frame.getByRole('row').filter({ hasText: 'Complete' });
  assert.equal(await line.locator('[data-title=Slot] time').getAttribute('datetime'), slot);
  for (const column of ['Started', 'Ended'])
    assert.match(
      await line.locator(`[data-title=${column}]`).innerText(),
      /^\d\d \w{3} \d{4}, \d\d:\d\d$/,
    );
  assert.equal(await tab.frame.getByRole('row').count(), 2, 'one slot, one run');
  await accessible(tab.frame, 'tab');
  await tab.frame.getByRole('button', { name: 'Edit schedule' }).click();
  await cronField(tab.frame).fill('0 9 * * *');
  await saved(tab.frame, 'Schedule saved');
  await tab.frame.getByText('At 09:00, every day').waitFor();
  noProblems('slot');
  await grid.page.close();
  await tab.page.close();
});

test('popup and tab are accessible in dark and narrow too', async () => {
  for (const look of [{ theme: 'dark' as const }, { width: 390 }]) {
    const { page, frame } = await open(look);
    await popup(frame, 'Computers');
    await accessible(frame, `popup ${JSON.stringify(look)}`);
    await every(frame, 'Week').check();
    await frame.getByLabel('Monday').waitFor();
    await cronField(frame).fill('@weekly');
    await frame.getByText('Non-standard cron expressions are not supported').waitFor();
    await accessible(frame, `popup with an error ${JSON.stringify(look)}`);
    await frame.getByRole('button', { name: 'Cancel' }).click();
    await frame.getByRole('button', { name: 'Computers', exact: true }).click();
    await frame.getByRole('button', { name: 'Schedule and its runs' }).click();
    await frame.getByText('Complete', { exact: true }).waitFor();
    await accessible(frame, `tab ${JSON.stringify(look)}`);
    assert.ok(
      await frame.evaluate(
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
      ),
      'nothing stands out to the right',
    );
    noProblems(JSON.stringify(look));
    await page.close();
  }
});
