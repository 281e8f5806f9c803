/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, browserPages } from '../support/pages/open-page.ts';
import { runningApp } from '../support/running-app.ts';

const running = await runningApp();
const { open, noProblems } = await browserPages(running.simulator);
const { name } = running.schemas[0]!;

test('a flag of Jira leads to what it tells of, and takes back what can be taken back', async () => {
  const { page, frame } = await open();
  await frame.getByLabel(`More actions for ${name}`).click();
  await frame.getByRole('button', { name: 'Hide…' }).first().click();
  await frame.locator('#dialog').getByRole('button', { name: 'Hide', exact: true }).click();
  await frame.getByText('No schemas yet.').waitFor();
  await page.locator('.flag').getByRole('button', { name: 'Undo' }).click();
  await frame.getByRole('button', { name: 'Backup now' }).click();
  await frame.locator('#dialog').getByRole('button', { name: 'Back up' }).click();
  await page.locator('.flag').getByRole('button', { name: 'View progress' }).click();
  await frame.locator('#schema-name').waitFor();
  noProblems('flags of Jira');
  await page.close();
});

test('where the host has no place for flags, ours do the same, and can be dismissed', async () => {
  const { page, frame } = await open({ withoutHostFlags: true });
  const flag = frame.locator('.flag');
  const askForBackup = async (): Promise<void> => {
    await frame.getByRole('button', { name: 'Backup now' }).click();
    await frame.locator('#dialog').getByRole('button', { name: 'Back up' }).click();
    await flag.waitFor();
  };
  await askForBackup();
  await accessible(frame, 'home with a flag');
  await flag.getByRole('button', { name: 'Dismiss' }).click();
  assert.equal(await flag.count(), 0);
  await frame.getByRole('button', { name: 'Backup now' }).waitFor();
  await askForBackup();
  await flag.getByRole('button', { name: 'View progress' }).press('Enter');
  await frame.locator('#schema-name').waitFor();
  noProblems('flags of our own');
  await page.close();
});
