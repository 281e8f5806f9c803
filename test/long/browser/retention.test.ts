/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp } from '../../../scripts/demo-steps.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp({ settings: { BIN_DAYS: '14' } });
const { simulator, admin } = running;
const schema = running.schemas[0] ?? assert.fail('nothing was synced');
const { open, noProblems } = await browserPages(simulator);

test('a hold, the preview of rules, the bin and Undo, as an administrator meets them', async () => {
  for (let time = 0; time < 3; time += 1) await backUp(admin, schema);
  await partsAreRead(admin);
  const { page, frame } = await open();
  await frame.getByRole('button', { name: schema.name, exact: true }).click();
  const rows = frame.locator('tr[id^=backup-]');
  const dialog = frame.getByRole('dialog');
  const hold = dialog.getByRole('button', { name: 'Hold', exact: true });
  await rows.nth(2).locator('summary').click();
  await rows.nth(2).getByRole('button', { name: 'Hold…' }).click();
  await hold.click();
  await dialog.getByText('Reason is mandatory').waitFor();
  await accessible(frame, 'hold with a mistake');
  await dialog.getByLabel('Reason').fill('Audit 2026');
  await hold.click();
  await rows.nth(2).getByText('Audit 2026').waitFor();

  await frame.getByRole('button', { name: 'Retention…' }).click();
  await dialog.getByText('Keeps all 3 backups').waitFor();
  await dialog.getByLabel('Use rules for this schema').check();
  await dialog.getByText('Fill in at least one field').waitFor();
  await dialog.locator('#rule-daily').fill('many');
  await dialog.getByText('Enter a whole number').waitFor();
  await dialog.locator('#rule-daily').fill('');
  await dialog.locator('#rule-last').fill('1');
  await dialog.getByText('Keeps 2 of 3 backups').waitFor();
  await dialog.getByText('stays in the bin for 14 days').waitFor();
  assert.equal(await rows.count(), 3, 'a preview removes nothing');
  await accessible(frame, 'rules with a preview');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('1 backup removed.').waitFor();
  await rows.nth(2).waitFor({ state: 'detached' });
  await rows.nth(1).getByText('Audit 2026').waitFor();

  await frame.locator('summary', { hasText: 'Bin' }).click();
  await frame.getByText('Removed by the retention rules').waitFor();
  await accessible(frame, 'bin');
  await frame.getByRole('button', { name: 'Undo' }).click();
  await page.getByText("It's listed again.").waitFor();
  await rows.nth(1).getByText('Taken out of the bin').waitFor();
  await rows.nth(2).waitFor();
  await frame.locator('summary', { hasText: 'Bin' }).waitFor({ state: 'detached' });
  noProblems('retention');
  await page.close();
});

test('all backups of a schema are held, and released again', async () => {
  const { page, frame } = await open();
  await frame.getByRole('button', { name: schema.name, exact: true }).click();
  await frame.getByRole('button', { name: 'Hold all…' }).click();
  const dialog = frame.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Lawsuit');
  await dialog.getByRole('button', { name: 'Hold', exact: true }).click();
  await frame.locator('#backups').getByText('Lawsuit').waitFor();
  await frame.locator('#backups > .message').getByRole('button', { name: 'Lift hold' }).click();
  await frame.locator('#backups').getByText('Lawsuit').waitFor({ state: 'detached' });
  noProblems('hold of a schema');
  await page.close();
});

test('a default for all schemas is previewed before it is saved, and Settings comes back to it', async () => {
  const { page, frame } = await open({ module: 'assets-backup-configure' });
  const section = frame.locator('#set-retention');
  await section.getByRole('button', { name: 'Change default…' }).click();
  const dialog = frame.getByRole('dialog');
  await dialog.getByLabel('Use rules for all schemas').check();
  await dialog.locator('#rule-days').fill('30');
  await dialog.getByText('There are no backups that these rules apply to yet.').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Default retention saved').waitFor();
  await section.getByText('Own rules', { exact: true }).waitFor();
  await frame.waitForFunction(() => document.activeElement?.id === 'set-retention');
  noProblems('default retention');
  await page.close();
});
