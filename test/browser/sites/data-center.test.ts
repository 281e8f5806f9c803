import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFits } from '../../support/pages/assert-fits.ts';
import { dataCenterPages } from '../../support/pages/data-center-pages.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';

const { running, server, siteUrl } = await dataCenterPages();
const { open, noProblems } = await browserPages(running.simulator);
const PATIENT = { timeout: 90_000 };
/** How often *Save* lists the schemas before the first sync does. */
const LISTED_BY_CHECKS = 2;

test('a Data Center is added by its form, whose mistakes stand beside their fields, and backed up from the same list', async () => {
  const { page, frame } = await open();
  const press = (name: string) => frame.getByRole('button', { name }).click(PATIENT);
  await frame.getByLabel('Connection menu').click(PATIENT);
  await press('Add Data Center instance');
  await frame.getByRole('heading', { name: 'Add Data Center instance' }).waitFor(PATIENT);
  await accessible(frame, 'form of a Data Center instance');
  const token = frame.locator('#token');
  assert.ok(!(await frame.locator('#userName').isVisible()));
  await frame.getByRole('radio', { name: 'User name and password' }).check();
  assert.ok(await frame.locator('#userName').isVisible());
  assert.ok(!(await token.isVisible()));
  await frame.locator('#userName').fill('admin');
  await frame.locator('#password').fill('three tries');
  await frame.getByRole('radio', { name: 'Personal access token' }).check();
  await frame.locator('#name').fill('Jira Berlin');
  await frame.locator('#siteUrl').fill(siteUrl.replace('/jira', ''));
  await token.fill('admin-token');
  await press('Save Data Center instance');
  await frame.getByText('There is no Jira at this address.').waitFor(PATIENT);
  await assertFits(frame, 'the form with a mistake');
  assert.equal(await token.inputValue(), 'admin-token', 'a secret stays for a mistake elsewhere');
  assert.equal(await frame.locator('#password').inputValue(), 'three tries');
  await frame.getByRole('link', { name: 'Edit' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(siteUrl);
  server.settings.faults = [
    { path: 'objectschema/list', kind: 'hold', probability: 1, skip: LISTED_BY_CHECKS },
  ];
  await press('Save Data Center instance');
  await frame.getByRole('button', { name: 'Test Jira Berlin' }).waitFor(PATIENT);
  await accessible(frame, 'Settings with a Data Center instance');
  await press('← Assets backups');
  await frame.getByLabel('Status').waitFor(PATIENT);
  const instanceType = frame.getByLabel('Instance type');
  assert.equal(await instanceType.count(), 0, 'there is no choice before the first sync');
  server.settings.faults = [];
  await frame.getByRole('button', { name: 'Hardware' }).waitFor(PATIENT);
  await instanceType.selectOption('data-center', PATIENT);
  const rows = frame.locator('#grid tbody tr');
  await rows.nth(2).waitFor({ state: 'detached', ...PATIENT });
  const hardware = rows.filter({ hasText: 'Hardware' });
  assert.match((await hardware.textContent()) ?? '', /Jira Berlin\s*Data Center/);
  await hardware.getByRole('button', { name: 'Backup now' }).click();
  await frame.getByRole('dialog').getByRole('button', { name: 'Back up' }).click(PATIENT);
  await hardware.getByText('1 backup').waitFor({ timeout: 240_000 });
  noProblems('the pages of a Data Center');
});
