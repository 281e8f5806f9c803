/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { runningApp } from '../../support/running-app.ts';
import {
  cronField,
  dates,
  every,
  openSchedule,
  rowOf,
  saveSchedule,
  sendRefused,
  waitForRule,
} from '../../support/pages/schedule-popup.ts';

const clock = new AdjustableClock();
const { simulator, schemas, admin } = await runningApp({ site: { seed: 'demo' }, clock });
const { open, noProblems } = await browserPages(simulator);
const SOON = 60_000;
simulator.world.accounts[1]!.jiraAdmin = true; // Uma User, the second administrator

test('saved with On, the first backup runs and the grid shows Auto and the next date by itself; later edits queue none, Off keeps the rule', async () => {
  const { page, frame } = await open();
  const row = rowOf(frame, 'Offices');
  await row.getByText('Disabled').waitFor();
  await openSchedule(frame, 'Offices');
  assert.ok(await frame.getByLabel('Also back up now').isChecked());
  const next = (await dates(frame))[0]!.slice('Mon '.length);
  await saveSchedule(frame, 'Schedule saved, and the first backup started');
  await row.getByTitle(next).waitFor();
  await row.getByText('1 backup').waitFor({ timeout: SOON });
  await row.getByText('Auto', { exact: true }).waitFor();
  assert.ok(
    await row.getByLabel(/More actions/).evaluate((summary) => summary === document.activeElement),
    'the keyboard is where it was',
  );
  await accessible(frame, 'grid with a schedule');

  await openSchedule(frame, 'Offices');
  assert.ok(!(await frame.getByLabel('Also back up now').isChecked()));
  await frame.getByLabel('Time of day').fill('04:00');
  await saveSchedule(frame, 'Schedule saved'); // at once, before the expression has followed
  await row.getByText(/Next: .*, 04:00/).waitFor();
  assert.equal(await row.getByRole('button', { name: 'Stop' }).count(), 0);

  await openSchedule(frame, 'Offices');
  await frame.getByRole('switch', { name: 'Backup On/Off' }).uncheck();
  await saveSchedule(frame, 'Schedule switched off');
  await row.getByText('Disabled').waitFor();
  assert.equal(await row.getByText('Next:').count(), 0);
  await openSchedule(frame, 'Offices');
  assert.equal(await cronField(frame).inputValue(), '0 4 * * *');
  assert.ok(
    await frame.getByLabel('Also back up now').isChecked(),
    'offered again, for it is about to be switched on',
  );
  noProblems('save');
  await page.close();
});

test('two administrators at once: the second one is told who, sees what was saved, and takes it over or saves over it', async () => {
  const [first, second] = [await open(), await open({ account: 'user@example.com' })];
  await openSchedule(first.frame, 'Services');
  await openSchedule(second.frame, 'Services');
  await first.frame.getByLabel('Also back up now').uncheck();
  await first.frame.getByLabel('Time of day').fill('05:05');
  await saveSchedule(first.frame, 'Schedule saved');

  await cronField(second.frame).fill('6 6 * * 1');
  await sendRefused(second.frame);
  await second.frame.getByText('Ada Admin changed this schedule while you had it open.').waitFor();
  await second.frame
    .getByText(/Saved now: On, 5 5 \* \* \* \(Every day at 05:05\), Europe\/Berlin/)
    .waitFor();
  await accessible(second.frame, 'popup after another administrator');
  assert.equal(await cronField(second.frame).inputValue(), '6 6 * * 1', 'what was typed is kept');
  await second.frame.getByRole('button', { name: 'Discard my changes' }).click();
  await waitForRule(second.frame, { cron: '5 5 * * *', words: 'Every day at 05:05' });
  assert.equal(await second.frame.getByText('changed this schedule').count(), 0);

  await openSchedule(first.frame, 'Services');
  await second.frame.getByLabel('Time of day').fill('07:07');
  await saveSchedule(second.frame, 'Schedule saved');
  await cronField(first.frame).fill('8 8 * * *');
  await sendRefused(first.frame);
  await first.frame.getByText('Uma User changed this schedule while you had it open.').waitFor();
  await saveSchedule(first.frame, 'Schedule saved');
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
    /Next: <time[^>]*datetime="([^"]+)"/.exec((await admin.get(`/app/schemas/${id}/row`)).html) ??
    [];
  simulator.settings.latencyPerObjectMs = 40; // a page of objects takes ten seconds
  const tab = await open();
  await tab.frame.getByRole('button', { name: 'Computers', exact: true }).click();
  await tab.frame.locator('#tab-schedule').click();
  await tab.frame.locator('#schedule-title').getByText('Every day at 02:00').waitFor();
  await tab.frame.getByText('No scheduled backups have run yet.').waitFor();
  clock.ahead(Date.parse(slot!) - clock.now() - 8_000);
  const grid = await open();
  const row = rowOf(grid.frame, 'Computers');
  await row.getByText(/Pending|In Progress/).waitFor({ timeout: SOON });
  await tab.frame
    .locator('[data-title=Outcome]')
    .getByText(/Queued|In Progress/)
    .waitFor({ timeout: SOON });
  await accessible(tab.frame, 'tab with a run in hand');
  simulator.settings.latencyPerObjectMs = 0;
  await row.getByText('1 backup').waitFor({ timeout: SOON });
  await row.getByText('Auto', { exact: true }).waitFor();
  await tab.frame.getByText('Completed', { exact: true }).waitFor({ timeout: SOON });
  const line = tab.frame.getByRole('row').filter({ hasText: 'Completed' });
  assert.equal(
    await line.locator('[data-title="Scheduled for"] time').getAttribute('datetime'),
    slot,
  );
  for (const column of ['Started', 'Ended'])
    assert.match(
      await line.locator(`[data-title=${column}]`).innerText(),
      /^\d{1,2} \w{3} \d{4}, \d\d:\d\d$/,
    );
  assert.equal(await tab.frame.getByRole('row').count(), 2, 'one slot, one run');
  await accessible(tab.frame, 'tab');
  await tab.frame.getByRole('button', { name: 'Edit schedule' }).click();
  await cronField(tab.frame).fill('0 9 * * *');
  await saveSchedule(tab.frame, 'Schedule saved');
  await tab.frame.locator('#schedule-title').getByText('Every day at 09:00').waitFor();
  noProblems('slot');
  await grid.page.close();
  await tab.page.close();
});

test('popup and tab are accessible in dark and narrow too', async () => {
  for (const look of [{ theme: 'dark' as const }, { width: 390 }]) {
    const { page, frame } = await open(look);
    await openSchedule(frame, 'Computers');
    await accessible(frame, `popup ${JSON.stringify(look)}`);
    await every(frame, 'Week').check();
    await frame.getByLabel('Monday').waitFor();
    await cronField(frame).fill('@weekly');
    await frame.getByText('Non-standard cron expressions are not supported').waitFor();
    await accessible(frame, `popup with an error ${JSON.stringify(look)}`);
    await frame.getByRole('button', { name: 'Cancel' }).click();
    await frame.getByRole('button', { name: 'Computers', exact: true }).click();
    await frame.locator('#tab-schedule').click();
    await frame.locator('[data-title=Outcome]').getByText('Completed', { exact: true }).waitFor();
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
