/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { backUp } from '../../../scripts/demo-steps.ts';
import { planRestore } from '../../../scripts/restore-steps.ts';
import { takeAsked, type Asked } from '../../support/doors/asked.ts';
import { DOOR } from '../../support/doors/door.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp({ site: { seed: 'demo' } });
const { open, noProblems } = await browserPages(running.simulator);

const frameOf = async (page: Page): Promise<Frame> =>
  (await (await page.waitForSelector('iframe')).contentFrame())!;

async function reload(page: Page): Promise<Frame> {
  await page.reload();
  return frameOf(page);
}

/** Waits until the search is part of the place. */
const waitForPlace = (page: Page, place: RegExp): Promise<unknown> =>
  page.waitForFunction((pattern) => new RegExp(pattern).test(window.location.hash), place.source);

/** Search, then the page of a schema, then Back and Forward. */
async function goThereAndBack(page: Page, frame: Frame): Promise<void> {
  const schema = (name: string) => frame.getByRole('button', { name, exact: true });
  await frame.getByLabel('Search').pressSequentially('of');
  await schema('Computers').waitFor({ state: 'detached' });
  await schema('Offices').click();
  await frame.getByRole('heading', { name: /Offices/ }).waitFor();
  await page.evaluate(() => history.back());
  await schema('Offices').waitFor();
  assert.equal(await frame.getByLabel('Search').inputValue(), 'of');
  assert.equal(await schema('Computers').count(), 0);
  await page.evaluate(() => history.forward());
  await frame.getByRole('heading', { name: /Offices/ }).waitFor();
}

test("Back and a reload of Jira's page keep page, search and filters; so does the way home", async () => {
  const { page, frame } = await open();
  await frame.getByLabel('Search').waitFor();
  await goThereAndBack(page, frame);
  const reloaded = await reload(page);
  await reloaded.getByRole('heading', { name: /Offices/ }).waitFor();
  await page.evaluate(() => history.back());
  await reloaded.getByLabel('Search').waitFor();
  await reloaded.getByLabel('Status').selectOption('active');
  await waitForPlace(page, /status=active/);
  const home = await reload(page);
  await waitForPlace(page, /status=active/);
  await home.waitForFunction(
    () => (document.getElementById('search') as HTMLInputElement | null)?.value === 'of',
  );
  assert.equal(await home.getByLabel('Status').inputValue(), 'active');
  await home.getByRole('button', { name: 'Offices', exact: true }).click();
  await home.getByRole('heading', { name: /Offices/ }).waitFor();
  await home.getByRole('button', { name: 'Backup & Migration for Assets' }).click();
  await home.getByLabel('Search').waitFor();
  assert.equal(await home.getByLabel('Search').inputValue(), 'of');
  await home.getByRole('button', { name: 'Clear all' }).click();
  await home.getByRole('button', { name: 'Computers', exact: true }).waitFor();
  noProblems('place');
  await page.close();
});

test('a review that a command led to is still there after a reload', async () => {
  const services = running.schemas.find(({ name }) => name === 'Services')!;
  const { backupId } = await backUp(running.admin, services);
  const { id } = await planRestore(running.admin, backupId);
  const { page, frame } = await open();
  await frame.getByLabel('Search').waitFor();
  await frame.evaluate(async (planId) => {
    const { htmx } = globalThis as unknown as {
      htmx: { ajax(verb: string, path: string, context: object): Promise<void> };
    };
    await htmx.ajax('POST', `/app/restores/${planId}/plan`, { target: '#main' });
  }, id);
  await waitForPlace(page, /restores\/\w+\/plan/);
  const reloaded = await reload(page);
  await reloaded.getByRole('heading', { name: /Review/ }).waitFor();
  noProblems('review');
  await page.close();
});

test('the wizard keeps its step and what was chosen, in a reload and on the way back', async () => {
  const { page, frame } = await open();
  await frame
    .getByRole('row', { name: /Services/ })
    .getByRole('button', { name: 'Restore' })
    .click();
  await frame.getByLabel('This site, existing schema').check();
  const people = frame.locator('#schemaId option', { hasText: /^People/ });
  await frame.locator('#schemaId').selectOption(await people.getAttribute('value'));
  await frame.getByText('This is a backup of Services').waitFor();
  const again = await reload(page);
  await again.getByText('This is a backup of Services').waitFor();
  await again.getByRole('button', { name: 'Continue' }).click();
  await again.getByRole('radio', { name: 'Keep', exact: true }).check();
  await again.getByRole('radio', { name: 'Select types' }).check();
  await again.locator('#restore-types input').first().check();
  for (const chosen of [/step=options/, /existing=keep/, /type\d+=on/])
    await waitForPlace(page, chosen);
  const options = await reload(page);
  await options.getByRole('radio', { name: 'Keep', exact: true }).waitFor();
  assert.ok(await options.getByRole('radio', { name: 'Keep', exact: true }).isChecked());
  assert.ok(await options.locator('#restore-types input').first().isChecked());
  await page.evaluate(() => history.back());
  await options.getByText('This is a backup of Services').waitFor();
  noProblems('wizard');
  await page.close();
});

test('a page that is slow to come back has an outline, and home does not flash up before it', async () => {
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Offices', exact: true }).click();
  await frame.getByRole('heading', { name: /Offices/ }).waitFor();
  const held: Asked[] = [];
  await takeAsked(page, (asked) => {
    const isMeant = /^\/app\/schemas\/\w+\/backups/.test(asked.path);
    if (isMeant) held.push(asked);
    return isMeant;
  });
  const again = await reload(page);
  await again.locator('#view-outline').getByRole('heading', { name: 'Loading…' }).waitFor();
  assert.ok(await again.locator('#main').isHidden());
  await accessible(again, 'outline of a page');
  await Promise.all(held.map((asked) => asked.goOn()));
  await again.getByRole('heading', { name: /Offices/ }).waitFor();
  assert.ok(await again.locator('#view-outline').isHidden());
  noProblems('outline');
  await page.close();
});

/** A page in Jira's administration has a history of Forge's for sure. */
const skip = DOOR === 'forge' && 'only Connect hosts may lack it';
test(
  'where the host keeps no history, Back stays inside the app as well, and a reload on its page',
  { skip },
  async () => {
    const { page } = await open();
    await page.route('**/_simulator/all.js', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({
        response: answer,
        body: (await answer.text()).replace('history: {', 'noHistory: {'),
      });
    });
    const frame = await reload(page);
    await frame.getByLabel('Search').waitFor();
    await goThereAndBack(page, frame);
    assert.match(page.url(), /assets-backup-home/);
    const reloaded = await reload(page);
    await reloaded.getByRole('heading', { name: /Offices/ }).waitFor();
    noProblems('own history');
    await page.close();
  },
);

test('a reload at a page asks for that page alone', { skip: DOOR === 'connect' }, async () => {
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Offices', exact: true }).click();
  await frame.getByRole('heading', { name: /Offices/ }).waitFor();
  const paths: string[] = [];
  await takeAsked(page, ({ path }) => {
    paths.push(path);
    return false;
  });
  const again = await reload(page);
  await again.getByRole('heading', { name: /Offices/ }).waitFor();
  assert.deepEqual(
    paths.filter((path) => path === '/app/home'),
    [],
  );
  noProblems('reload at a page');
  await page.close();
});
