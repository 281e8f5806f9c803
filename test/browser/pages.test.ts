/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, browserPages } from '../support/pages/open-page.ts';
import { runningApp } from '../support/running-app.ts';

const running = await runningApp({ site: { seed: 'demo' }, stage: 'installed' });
const { simulator } = running;
const { open, noProblems } = await browserPages(simulator);

test('the setup: a mistake stands beside its field, Edit puts the cursor there, three steps lead to the grid', async () => {
  const { page, frame } = await open();
  await accessible(frame, 'step 1');
  await frame.getByLabel('Email').fill('admin@example.com');
  await frame.getByLabel('API token').fill('wrong-token');
  await frame.getByRole('button', { name: 'Look up' }).click();
  await frame.locator('#token-error').waitFor();
  await accessible(frame, 'step 1 with an error');
  await frame.getByLabel('Email').focus();
  await frame.locator('#token-error').getByRole('link', { name: 'Edit' }).click();
  assert.equal(await frame.evaluate(() => document.activeElement?.id), 'token');
  assert.equal(await frame.getByLabel('Email').inputValue(), 'admin@example.com');
  assert.equal(
    await frame.getByLabel('API token').inputValue(),
    'wrong-token',
    'kept in the page, though the server does not send it back',
  );
  await frame.getByLabel('API token').fill('admin-token');
  await frame.getByLabel('Token expiry date').fill('2099-01-01'); // meanwhile the ID is looked up
  await frame.waitForFunction(
    (id) => (document.getElementById('workspaceId') as HTMLInputElement | null)?.value === id,
    simulator.workspaceId,
  );
  await frame.getByRole('button', { name: 'Save and Continue' }).click();
  await frame.getByText('Test storage').waitFor();
  await accessible(frame, 'step 2');
  await frame.getByRole('button', { name: 'Save and Continue' }).click();
  await frame.getByRole('heading', { name: 'Current connection' }).waitFor();
  await accessible(frame, 'step 3');
  await page.reload(); // comes back to the step reached
  const again = (await (await page.waitForSelector('iframe')).contentFrame())!;
  await again.getByRole('button', { name: 'Sync schemas' }).click();
  await again.getByRole('heading', { name: 'Assets backups' }).waitFor();
  await again.getByRole('button', { name: 'Computers' }).waitFor();
  noProblems('setup');
  await page.close();
});

test('a backup by keyboard alone: dialog, progress in its row, available backups, verify, description, delete', async () => {
  const { page, frame } = await open();
  const row = frame.getByRole('row', { name: /Services/ });
  await row.getByRole('button', { name: 'Backup now' }).focus();
  await page.keyboard.press('Enter');
  await frame.getByRole('dialog').waitFor();
  await accessible(frame, 'dialog Backup now');
  assert.ok(!(await frame.getByLabel('Attachments').isChecked()), 'asked for, or not read');
  await page.keyboard.press('Escape');
  assert.equal(await frame.getByRole('dialog').count(), 0);
  await row.getByRole('button', { name: 'Backup now' }).focus();
  await page.keyboard.press('Enter');
  await frame.getByRole('button', { name: 'Back up', exact: true }).focus();
  await page.keyboard.press('Enter');
  await row.getByText('1 backup').waitFor({ timeout: 30_000 });
  await row.getByRole('button', { name: 'Services' }).focus();
  await page.keyboard.press('Enter');
  await frame.getByRole('heading', { name: /Services/ }).waitFor();
  await accessible(frame, 'available backups');
  const menu = frame.getByLabel(/More actions for backup/);
  await menu.focus();
  await page.keyboard.press('Enter');
  await frame.getByRole('button', { name: 'Verify' }).focus();
  await page.keyboard.press('Enter');
  await frame.locator('[data-title=Verified] .lozenge.success').waitFor({ timeout: 30_000 });
  await menu.focus();
  await page.keyboard.press('Enter');
  await frame.getByRole('button', { name: 'Edit description' }).focus();
  await page.keyboard.press('Enter');
  await frame.getByLabel('Description').fill('Before the <b>move</b>');
  await accessible(frame, 'dialog with details');
  await frame.getByRole('button', { name: 'Save description' }).press('Enter');
  await frame.getByText('Before the <b>move</b>').waitFor();
  await menu.focus();
  await page.keyboard.press('Enter');
  await frame.getByRole('button', { name: 'Delete', exact: true }).focus();
  await page.keyboard.press('Enter');
  await frame.getByLabel(/Enter the name/).fill('services');
  await page.keyboard.press('Enter');
  await frame.locator('#delete-name-error').waitFor();
  await accessible(frame, 'dialog Delete with an error');
  await frame.getByLabel(/Enter the name/).fill('Services');
  await page.keyboard.press('Enter');
  await frame.getByText('This schema has no backups.').waitFor();
  noProblems('backup by keyboard');
  await page.close();
});

test('a click is not lost when its row is refreshed at the same moment', async () => {
  const { page, frame } = await open();
  await frame.getByLabel('Search').pressSequentially('serv');
  await frame.getByRole('button', { name: 'Computers' }).waitFor({ state: 'detached' });
  await frame.evaluate(() => {
    const row = document.querySelector('tr[id^=schema-]')!;
    row.querySelector('button')!.click();
    row.outerHTML = String(row.outerHTML);
  });
  await frame.getByRole('heading', { name: /Services/ }).waitFor();
  noProblems('click');
  await page.close();
});

test('Stop asks, ends the backup, and lists it under Terminated backups', async () => {
  simulator.settings.latencyMs = 700;
  const { page, frame } = await open();
  const row = frame.getByRole('row', { name: /People/ });
  await row.getByRole('button', { name: 'Backup now' }).click();
  await frame.getByRole('button', { name: 'Back up', exact: true }).click();
  await row.getByText('In Progress').waitFor({ timeout: 20_000 });
  await accessible(frame, 'grid with work in hand');
  await row.getByRole('button', { name: 'Stop' }).click();
  await frame.getByRole('button', { name: 'Stop backup' }).click();
  await row.getByRole('button', { name: 'Backup now' }).waitFor({ timeout: 20_000 });
  simulator.settings.latencyMs = 0;
  await row.getByLabel(/More actions/).click();
  await row.getByRole('button', { name: 'Terminated backups' }).click();
  await frame.getByText('Stopped', { exact: true }).waitFor();
  await accessible(frame, 'terminated backups');
  noProblems('stop');
  await page.close();
});
