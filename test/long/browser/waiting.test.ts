/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame, Page, Request } from 'playwright-core';
import { backUp } from '../../../scripts/demo-steps.ts';
import { takeAsked, type Asked } from '../../support/doors/asked.ts';
import { browserPages } from '../../support/pages/open-page.ts';
import { runningApp } from '../../support/running-app.ts';
import { cronField, openSchedule, waitForRule } from '../../support/pages/schedule-popup.ts';

const running = await runningApp({ site: { seed: 'demo' } });
for (const schema of running.schemas)
  if (['Computers', 'Offices'].includes(schema.name)) await backUp(running.admin, schema);
const { open, noProblems } = await browserPages(running.simulator);

/** What a page asks for on its own, from time to time. */
const ASKED_UNBIDDEN =
  /activity\/pill|\/overview(\?|$)|\/row(\?|$)|\/schemas\/changes|\/app\/connection(\?|$)/;

async function waitUntil(page: Page, isSo: () => boolean): Promise<void> {
  const endsAt = Date.now() + 60_000;
  while (!isSo()) {
    assert.ok(Date.now() < endsAt, `in vain: ${String(isSo)}`);
    await page.waitForTimeout(20);
  }
}

/**
 * Holds every answer to what a person asked from now on; each is let go on its own, in any order.
 */
async function holdAnswers(page: Page) {
  const held: Asked[] = [];
  await takeAsked(page, (asked) => {
    const isMeant = !ASKED_UNBIDDEN.test(asked.path);
    if (isMeant) held.push(asked);
    return isMeant;
  });
  return {
    held,
    count: (expected: number) => waitUntil(page, () => held.length >= expected),
    release: async (at: number): Promise<void> => held[at]!.goOn().catch(() => undefined),
  };
}

const isWaiting = (frame: Frame): Promise<boolean> =>
  frame.evaluate(() => document.body.classList.contains('awaiting'));
const waitForQuiet = (frame: Frame) =>
  frame.waitForFunction(() => !document.querySelector('.awaiting'));

test('every click and typed letter shows that it waits, before there is an answer; the old rows take no click, and the last search counts', async () => {
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Computers', exact: true }).waitFor();
  const answers = await holdAnswers(page);
  await frame.getByLabel('Search').pressSequentially('o');
  assert.ok(await isWaiting(frame), 'from the letter on');
  assert.equal(await frame.locator('#grid').getAttribute('aria-busy'), 'true');
  await answers.count(1);
  await frame
    .getByRole('row', { name: /Computers/ })
    .getByRole('button', { name: 'Backup now' })
    .dispatchEvent('click');
  await frame.getByLabel('Search').pressSequentially('f');
  await answers.count(2);
  await answers.release(1);
  await frame
    .getByRole('button', { name: 'Computers', exact: true })
    .waitFor({ state: 'detached' });
  await answers.release(0);
  await waitForQuiet(frame);
  assert.equal(await frame.getByRole('button', { name: 'Offices', exact: true }).count(), 1);
  assert.equal(
    await frame.getByRole('button', { name: 'People', exact: true }).count(),
    0,
    'the older answer is not shown',
  );
  assert.equal(answers.held.length, 2, 'the click on a row of the old search asked for nothing');
  noProblems('search');
  await page.close();
});

test('a dialog opens with its outline, a button says what it does and cannot be pressed twice, Escape gives up', async () => {
  const { page, frame } = await open();
  const row = frame.getByRole('row', { name: /Services/ });
  await row.getByRole('button', { name: 'Backup now' }).waitFor();
  const answers = await holdAnswers(page);
  await row.getByRole('button', { name: 'Backup now' }).click();
  assert.ok(await isWaiting(frame));
  await frame.getByRole('heading', { name: 'Loading…' }).waitFor();
  await page.keyboard.press('Escape');
  await waitForQuiet(frame);
  await row.getByRole('button', { name: 'Backup now' }).click();
  await answers.count(2);
  await answers.release(1);
  const submit = frame.locator('dialog button[type=submit]');
  await submit.waitFor();
  await submit.click();
  await answers.count(3);
  assert.equal(await submit.getAttribute('aria-disabled'), 'true');
  await frame.locator('dialog form').evaluate((form: HTMLFormElement) => form.requestSubmit());
  await answers.release(2);
  await frame.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(answers.held.filter((each) => each.method === 'POST').length, 1);
  noProblems('dialog');
  await page.close();
});

test('a dialog that is asked for at the moment another one closes opens all the same', async () => {
  const { page, frame } = await open();
  const opener = frame.getByRole('row', { name: /Services/ }).getByRole('button', {
    name: 'Backup now',
  });
  await opener.click();
  await frame.getByRole('dialog').getByRole('button', { name: 'Back up' }).waitFor();
  // That it has closed is told afterwards.
  await opener.evaluate((button: HTMLElement) => {
    document.querySelector('dialog')?.close();
    button.click();
  });
  await frame.getByRole('dialog').getByRole('button', { name: 'Back up' }).waitFor();
  noProblems('two dialogs');
  await page.close();
});

test('the page that was asked for last is shown, whichever answer comes first', async () => {
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Computers', exact: true }).waitFor();
  const answers = await holdAnswers(page);
  await frame.getByRole('button', { name: 'Computers', exact: true }).click();
  await answers.count(1);
  await frame.getByRole('button', { name: 'Offices', exact: true }).click();
  await answers.count(2);
  await answers.release(0);
  await answers.release(1);
  await frame.getByRole('heading', { name: /Offices/ }).waitFor();
  await waitForQuiet(frame);
  assert.equal(await frame.getByRole('heading', { name: /Computers/ }).count(), 0);
  noProblems('pages');
  await page.close();
});

test('a slow site: no click on the rows of an old search opens a wizard, and of two wizards the last one counts', async () => {
  const { page, frame } = await open();
  const restore = (name: string) =>
    frame.getByRole('row', { name: new RegExp(name) }).getByRole('button', { name: 'Restore' });
  await restore('Computers').waitFor();
  const answers = await holdAnswers(page);
  await frame.getByLabel('Search').pressSequentially('o');
  await answers.count(1);
  await restore('Computers').dispatchEvent('click');
  await answers.release(0);
  await waitForQuiet(frame);
  assert.equal(answers.held.length, 1);
  await restore('Computers').click();
  await restore('Offices').click();
  await answers.count(3);
  await answers.release(1);
  await answers.release(2);
  await frame.getByRole('heading', { name: /Restore Offices/ }).waitFor();
  await waitForQuiet(frame);
  assert.equal(await frame.getByRole('heading', { name: /Restore Computers/ }).count(), 0);
  noProblems('rows of a slow site');
  await page.close();
});

test('a slow site: what a choice in the wizard is about to replace takes no click, and the last choice counts', async () => {
  const { page, frame } = await open();
  await frame
    .getByRole('row', { name: /Offices/ })
    .getByRole('button', { name: 'Restore' })
    .click();
  await frame.getByLabel('Schema name').waitFor();
  const answers = await holdAnswers(page);
  await frame.getByLabel('This site, existing schema').check();
  await answers.count(1);
  assert.ok(await isWaiting(frame));
  assert.equal(await frame.locator('#restore-place').getAttribute('aria-busy'), 'true');
  await frame.getByLabel('Target instance', { exact: true }).check();
  await answers.count(2);
  await answers.release(1);
  await frame.getByText('No target instances yet').waitFor();
  await answers.release(0);
  await waitForQuiet(frame);
  assert.equal(await frame.getByLabel('Schema', { exact: true }).count(), 0);
  noProblems('wizard of a slow site');
  await page.close();
});

test('a slow site: what is changed while an answer is on its way is answered as well', async () => {
  const { page, frame } = await open();
  await openSchedule(frame, 'Computers');
  const answers = await holdAnswers(page);
  await cronField(frame).fill('30 4 * * *');
  await answers.count(1);
  await cronField(frame).fill('45 5 * * 2');
  // Longer than a field waits for the next letter.
  await page.waitForTimeout(400);
  await answers.release(0);
  await answers.count(2);
  await answers.release(1);
  await waitForRule(frame, { words: 'Every Tuesday at 05:45' });
  await waitForQuiet(frame);
  assert.equal(answers.held.length, 2, 'each change was asked about once');
  noProblems('schedule of a slow site');
  await page.close();
});

test('an answer for a page that was left by then is not shown', async () => {
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Computers', exact: true }).waitFor();
  const [late, ended]: [Asked[], Request[]] = [[], []];
  const note = (request: Request) => void ended.push(request);
  page.on('requestfinished', note).on('requestfailed', note);
  await takeAsked(page, (asked) => {
    const isMeant = asked.path.startsWith('/app/schemas/changes');
    if (isMeant) late.push(asked);
    return isMeant;
  });
  await waitUntil(page, () => late.length > 0);
  await frame.getByRole('button', { name: 'Computers', exact: true }).click();
  await frame.getByRole('heading', { name: /Computers/ }).waitFor();
  const body = '<div id="grid-watch" hx-swap-oob="true"></div>';
  const answering = late.map((each) => each.answer(body));
  await Promise.allSettled(answering);
  await waitUntil(page, () => late.every((each) => ended.includes(each.request)));
  await waitForQuiet(frame);
  noProblems('late answer');
  await page.close();
});
