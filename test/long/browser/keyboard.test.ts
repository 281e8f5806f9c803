/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, ok } from '../../../scripts/demo-steps.ts';
import { addTarget } from '../../../scripts/restore-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';
import { browserPages, calm } from '../../support/pages/open-page.ts';
import { NO_LIMITS } from '../../support/sites/no-limits.ts';
import { runningApp } from '../../support/running-app.ts';

const there = await startSimulator({ seed: 'other', settings: NO_LIMITS });
after(() => there.close());
const running = await runningApp({
  site: { seed: 'tiny', cloud: there.cloud },
  settings: { PRETEND_SITE_ADDRESSES: there.url },
  stage: 'installed',
});
const { open, noProblems } = await browserPages(running.simulator);
const PATIENT = { timeout: 30_000 };
const LONG = { timeout: 120_000 };
/** More steps than any page has things to reach. */
const MAX_STEPS = 80;
/** How long a page may take to show what is reached for. */
const REACH_MS = 30_000;

/** What has the keyboard, as a person would call it. */
const focused = (frame: Frame): Promise<string> =>
  frame.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    if (!element || element === document.body) return '';
    const label = element.labels?.[0]?.innerText;
    return (element.getAttribute('aria-label') ?? label ?? element.innerText).trim();
  });

/** The keyboard of a person who has no mouse. */
class Keyboard {
  readonly #page: Page;
  readonly #frame: Frame;

  constructor(page: Page, frame: Frame) {
    this.#page = page;
    this.#frame = frame;
  }

  press(key: string): Promise<void> {
    return this.#page.keyboard.press(key);
  }

  /** Tab, until what is called so has the keyboard. */
  async reach(name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const end = Date.now() + REACH_MS;
    let passed: string[] | undefined;
    do {
      await calm(this.#frame);
      passed = await this.#walk(name, key);
    } while (passed && Date.now() < end);
    if (passed) assert.fail(`${name} can't be reached: ${passed.join(' | ')}`);
  }

  /** Once around the page; what was passed where it is not there. */
  async #walk(name: RegExp, key: string): Promise<string[] | undefined> {
    const passed: string[] = [];
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const at = await focused(this.#frame);
      if (name.test(at)) return undefined;
      passed.push(at);
      await this.press(key);
    }
    return passed;
  }

  async choose(name: RegExp): Promise<void> {
    await this.reach(name);
    await this.press('Enter');
  }

  async type(field: RegExp, text: string): Promise<void> {
    await this.reach(field);
    await this.#page.keyboard.type(text);
  }

  async assertAt(name: RegExp, why: string): Promise<void> {
    const isAt = async (): Promise<true | undefined> =>
      name.test(await focused(this.#frame)) || undefined;
    await until(why, isAt, REACH_MS).catch(() => undefined);
    assert.match(await focused(this.#frame), name, why);
  }
}

async function connect(frame: Frame, keyboard: Keyboard): Promise<void> {
  await keyboard.type(/^Email/, 'admin@example.com');
  await keyboard.type(/^API token/, 'admin-token');
  await keyboard.press('Tab'); // the workspace is looked up meanwhile
  await frame.waitForFunction(
    () => Boolean((document.getElementById('workspaceId') as HTMLInputElement | null)?.value),
    undefined,
    PATIENT,
  );
  await keyboard.choose(/^Save and Continue/);
}

test('Get started, the connection menu, disconnecting and connecting again, by keyboard alone', async () => {
  const { page, frame } = await open();
  const keyboard = new Keyboard(page, frame);
  await connect(frame, keyboard);
  await frame.getByText('Test storage').waitFor(PATIENT);
  await keyboard.assertAt(/./, 'step 2 begins somewhere');
  await keyboard.choose(/^Save and Continue/);
  await frame.getByRole('heading', { name: 'Current connection' }).waitFor(PATIENT);
  await keyboard.choose(/^Sync schemas/);
  await frame.getByRole('heading', { name: 'Assets backups' }).waitFor(PATIENT);
  await keyboard.choose(/^Protect \d+ schemas?$/);
  await frame.getByRole('dialog').waitFor(PATIENT);
  await keyboard.press('Escape');
  await keyboard.assertAt(/^Protect/, 'Escape gives the keyboard back');
  await keyboard.reach(/^Connection menu/, 'Shift+Tab');
  await keyboard.press('Enter');
  await keyboard.press('End');
  await keyboard.assertAt(/^Delete/, 'End is the last item');
  await keyboard.press('Escape');
  await keyboard.assertAt(/^Connection menu/, 'Escape closes the menu');
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await frame.getByRole('dialog').waitFor(PATIENT);
  await keyboard.press('Escape');
  await keyboard.assertAt(/^Connection menu/, 'the dialog gives the keyboard back to its menu');
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await frame.getByRole('dialog').waitFor(PATIENT);
  await keyboard.choose(/^Disconnect this site$/);
  await frame.getByRole('heading', { name: /^Set up/ }).waitFor(PATIENT);
  await keyboard.assertAt(/^Set up/, 'the new page begins at its heading');
  await connect(frame, keyboard);
  await frame.getByText('Test storage').waitFor(PATIENT);
  await keyboard.choose(/^Save and Continue/);
  await frame.getByRole('heading', { name: 'Current connection' }).waitFor(PATIENT);
  await keyboard.choose(/^Sync schemas/);
  await frame.getByRole('heading', { name: 'Assets backups' }).waitFor(PATIENT);
  noProblems('first minutes by keyboard');
  await page.close();
});

test('a hold and a deletion, by keyboard alone: Enter sends, Escape leaves, and the keyboard is never lost', async () => {
  const { page, frame } = await open();
  const keyboard = new Keyboard(page, frame);
  const id = (await frame.locator('tr[id^=schema-]').first().getAttribute('id'))!.slice(7);
  await backUp(running.admin, { id, name: 'Tiny' });
  await keyboard.choose(/^Tiny$/);
  await frame.getByRole('heading', { name: 'Tiny' }).waitFor(PATIENT);
  const menu = /^More actions for backup/;
  const chooseFromMenu = async (item: RegExp): Promise<void> => {
    await keyboard.choose(menu);
    await keyboard.choose(item);
    await frame.getByRole('dialog').waitFor(PATIENT);
  };
  await chooseFromMenu(/^Hold…$/);
  await keyboard.assertAt(/^Reason/, 'a dialog begins at its first field');
  await keyboard.press('Enter');
  await frame.locator('#hold-reason-error').waitFor(PATIENT);
  await keyboard.assertAt(/^Reason/, 'what is wrong has the keyboard');
  await keyboard.press('Escape');
  await keyboard.assertAt(menu, 'Escape gives it back');
  await chooseFromMenu(/^Hold…$/);
  await keyboard.type(/^Reason/, 'Audit');
  await keyboard.press('Enter');
  await frame.getByText('On hold').first().waitFor(PATIENT);
  await keyboard.assertAt(menu, 'the refreshed row has it again');
  await keyboard.choose(menu);
  await keyboard.choose(/^Lift hold$/);
  await frame
    .getByText('On hold')
    .first()
    .waitFor({ state: 'detached', ...PATIENT });
  await keyboard.assertAt(menu, 'after a command without a dialog, too');
  await chooseFromMenu(/^Delete$/);
  await keyboard.type(/^Enter the name/, 'Tiny');
  await keyboard.press('Enter');
  await frame.getByText('This schema has no backups.').waitFor(PATIENT);
  await keyboard.assertAt(/./, 'the row is gone, the keyboard is not');
  noProblems('hold and delete by keyboard');
  await page.close();
});

/** Backed up to its last part: nothing refreshes its row any more. */
async function backUpTiny(): Promise<void> {
  const grid = ok('The grid', await running.admin.get('/app/schemas'));
  const id = /<tr id="schema-([^"]+)"/.exec(grid)![1]!;
  await backUp(running.admin, { id, name: 'Tiny' });
  await partsAreRead(running.admin);
}

test('a migration by keyboard alone, to its end; the breadcrumb says where one is', async () => {
  await addTarget(running.admin, {
    name: 'Other site',
    workspaceId: there.workspaceId,
    siteUrl: there.url,
  });
  await backUpTiny();
  const { page, frame } = await open();
  const keyboard = new Keyboard(page, frame);
  const row = frame.locator('tr[id^=schema-]').filter({ hasText: 'Tiny' });
  await row.getByText('1 backup').waitFor(PATIENT);
  const crumb = frame.locator('#crumb');
  assert.equal(await crumb.isVisible(), false, 'the app itself is home');
  await row.getByRole('button', { name: 'Restore', exact: true }).focus();
  await keyboard.press('Enter');
  await frame.getByRole('heading', { name: /^Restore Tiny/ }).waitFor(PATIENT);
  await keyboard.assertAt(/^Restore Tiny/, 'a new page begins at its heading');
  assert.equal(await crumb.innerText(), 'Restore Tiny');
  await keyboard.reach(/^This site, new schema$/);
  await keyboard.press('ArrowUp');
  await frame.getByLabel('Schema name').waitFor(PATIENT);
  await frame.locator('#targetId').waitFor(PATIENT);
  await keyboard.assertAt(/^Target instance$/, 'what appears below takes no keyboard away');
  await keyboard.choose(/^Continue$/);
  await frame.getByRole('button', { name: 'Review', exact: true }).waitFor(PATIENT);
  await keyboard.choose(/^Review$/);
  await frame.getByRole('button', { name: /^Restore [\d,]+ objects?$/ }).waitFor(LONG);
  assert.equal(await crumb.innerText(), 'Review');
  await keyboard.choose(/^Restore [\d,]+ objects?$/);
  await frame.getByRole('heading', { name: /^Restore complete/ }).waitFor(LONG);
  await keyboard.assertAt(/^(Restore complete|Restoring|In progress)/i, 'the result has it');
  assert.match(await crumb.innerText(), /^Restore into Tiny/);
  await keyboard.choose(/Restore history$/);
  await frame.locator('#restores').getByText('Other site').first().waitFor(PATIENT);
  noProblems('migration by keyboard');
  await page.close();
});
