/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { assertFits } from '../../support/pages/assert-fits.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { runningApp } from '../../support/running-app.ts';

const other = await startSimulator({ seed: 'tiny' });
after(() => other.close());
const running = await runningApp({
  site: { cloud: other.cloud },
  settings: { PRETEND_SITE_ADDRESSES: other.url },
});
const { open, noProblems } = await browserPages(running.simulator);
const PATIENT = { timeout: 30_000 };

async function pressByKeyboard(page: Page, frame: Frame, name: string): Promise<void> {
  await frame.getByRole('button', { name }).focus(PATIENT);
  await page.keyboard.press('Enter');
}

async function typeTarget(page: Page, frame: Frame): Promise<void> {
  await frame.getByLabel('Connection name').focus();
  for (const typed of [
    'Pretend sandbox',
    'admin@example.com',
    other.workspaceId,
    other.url,
    'admin-token',
  ]) {
    await page.keyboard.type(typed);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Tab'); // past the link to where tokens are made
}

/** By keyboard: the saved target is renamed, its deletion given up once, then done. */
async function renameAndDelete(page: Page, frame: Frame): Promise<void> {
  const press = (name: string) => pressByKeyboard(page, frame, name);
  await press('Edit Pretend sandbox');
  await frame.getByRole('heading', { name: 'Edit target instance' }).waitFor(PATIENT);
  assert.equal(await frame.getByLabel('Target Token').inputValue(), '');
  assert.ok(await frame.getByRole('checkbox').isChecked());
  await frame.getByLabel('Connection name').fill('Renamed');
  await page.keyboard.press('Enter');
  await press('Delete Renamed');
  await frame.getByRole('dialog').waitFor(PATIENT);
  await accessible(frame, 'popup');
  await page.keyboard.press('Escape');
  await frame.getByRole('dialog').waitFor({ state: 'hidden' });
  await press('Delete Renamed');
  await press('Delete target instance');
  await frame.getByText('No target instances yet.').waitFor(PATIENT);
  assert.equal(await frame.getByRole('dialog').count(), 0);
}

test('by keyboard alone: the menu, an empty list, a form whose mistake is reached by Edit, a saved target, its popup', async () => {
  const { page, frame } = await open();
  const press = (name: string) => pressByKeyboard(page, frame, name);
  const focused = () => frame.evaluate(() => document.activeElement?.id);
  await frame.getByLabel('Connection menu').focus(PATIENT);
  await page.keyboard.press('Enter');
  assert.deepEqual((await frame.locator('.head .menu li').allInnerTexts()).slice(0, 2), [
    'Add new target instance',
    'List of target instances',
  ]);
  await press('List of target instances');
  await frame.getByText('No target instances yet.').waitFor(PATIENT);
  await accessible(frame, 'empty list');
  await press('+ Add new');
  await frame.getByRole('heading', { name: 'Add new target instance' }).waitFor(PATIENT);
  await accessible(frame, 'form');
  await typeTarget(page, frame);
  assert.equal(await focused(), 'sandbox', 'the fields follow each other');
  await press('Save target instance');
  await frame.locator('#sandbox-error').waitFor(PATIENT);
  assert.equal(await focused(), 'sandbox', 'the cursor goes to the mistake');
  assert.equal(
    await frame.getByLabel('Target Token').inputValue(),
    'admin-token',
    'kept in the page, though the server does not send it back',
  );
  await accessible(frame, 'form with an error');
  await frame.getByLabel('Connection name').focus();
  await frame.locator('#sandbox-error').getByRole('link', { name: 'Edit' }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'sandbox');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await frame.getByRole('button', { name: 'Edit Pretend sandbox' }).waitFor(PATIENT);
  await accessible(frame, 'list');
  await renameAndDelete(page, frame);
  noProblems('targets by keyboard');
  await page.close();
});

for (const look of [
  { theme: 'dark' as const },
  { width: 390 },
  { theme: 'dark' as const, width: 390 },
])
  test(`the form, the list and the popup are right ${JSON.stringify(look)}`, async () => {
    const { page, frame } = await open(look);
    await frame.getByLabel('Connection menu').click(PATIENT);
    await assertFits(frame, 'menu');
    await frame.getByRole('button', { name: 'Add new target instance' }).click();
    await frame
      .getByLabel('Connection name')
      .fill(
        `A target instance of a name that goes on and on until nobody can read it any more ${look.width ?? 0}`,
      );
    await frame.getByLabel('Target Email').fill('admin@example.com');
    await frame.getByLabel('Target Workspace ID').fill(other.workspaceId);
    await frame.getByLabel('Target Instance URL').fill('http://nowhere.example.com');
    await frame.getByLabel('Target Token').fill('admin-token');
    await frame.getByRole('checkbox').check();
    await frame.getByRole('button', { name: 'Save target instance' }).click();
    await frame.getByText('The URL must start with https://').waitFor(PATIENT);
    await accessible(frame, 'form with an error');
    await assertFits(frame, 'form');
    await frame.getByLabel('Target Instance URL').fill(other.url);
    await frame.getByRole('button', { name: 'Save target instance' }).click();
    const row = frame.getByRole('row', { name: /goes on and on/ });
    await row.first().waitFor(PATIENT);
    await accessible(frame, 'list');
    await assertFits(frame, 'list');
    await row
      .first()
      .getByRole('button', { name: /^Delete/ })
      .click();
    await frame.getByRole('dialog').waitFor(PATIENT);
    await accessible(frame, 'popup');
    await assertFits(frame, 'popup');
    await frame.getByRole('button', { name: 'Delete target instance' }).click();
    await frame.getByText('No target instances yet.').waitFor(PATIENT);
    noProblems('targets');
    await page.close();
  });

test('what a name holds is text', async () => {
  const { page, frame } = await open();
  await running.admin.post('/app/targets', {
    name: '<img src=x onerror=alert(1)> "&',
    email: 'admin@example.com',
    workspaceId: other.workspaceId,
    siteUrl: other.url,
    token: 'admin-token',
    sandbox: 'on',
  });
  await frame.getByLabel('Connection menu').click(PATIENT);
  await frame.getByRole('button', { name: 'List of target instances' }).click();
  await frame.getByText('<img src=x onerror=alert(1)> "&').waitFor(PATIENT);
  await frame.getByRole('button', { name: /^Delete <img/ }).click();
  await frame.getByRole('heading', { name: /Delete the target instance <img/ }).waitFor(PATIENT);
  noProblems('a name with markup');
  await page.close();
});
