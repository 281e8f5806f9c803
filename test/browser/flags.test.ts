/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, browserPages } from '../support/pages/open-page.ts';
import { runningApp } from '../support/running-app.ts';

const running = await runningApp();
const { open, noProblems } = await browserPages(running.simulator);
const { name } = running.schemas[0]!;

/** What the host gives to a page. */
interface Host {
  context: { getToken(): Promise<string> };
}

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

test('a click for which Jira gives no token says so, and the next one is answered', async () => {
  const { page, frame } = await open({ withoutHostFlags: true });
  const backup = frame.getByRole('button', { name: 'Backup now' });
  await backup.waitFor();
  const giveBack = await frame.evaluateHandle(() => {
    const { context } = (window as unknown as { AP: Host }).AP;
    const [getToken, now] = [context.getToken, Date.now];
    // By then the token that the page has is none any more.
    Date.now = () => now() + 3_600_000;
    context.getToken = () => Promise.reject(new Error('The host was left.'));
    return () => {
      Date.now = now;
      context.getToken = getToken;
    };
  });
  await backup.click();
  const flag = frame.locator('.flag');
  await flag.waitFor();
  assert.match(await flag.innerText(), /The service cannot be reached/);
  await frame.waitForFunction(() => !document.querySelector('.awaiting'));
  await giveBack.evaluate((give) => give());
  await backup.click();
  await frame.locator('#dialog').getByRole('button', { name: 'Back up' }).waitFor();
  noProblems('a host that gives no token');
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
