/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { backUp } from '../../scripts/demo-steps.ts';
import { planRestore } from '../../scripts/restore-steps.ts';
import { browserPages } from '../support/open-page.ts';
import { runningApp } from '../support/running-app.ts';

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
    () => (document.getElementById('search') as HTMLInputElement).value === 'of',
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

test('where the host keeps no history, Back stays inside the app as well, and a reload on its page', async () => {
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
});
