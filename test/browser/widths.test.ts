/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { sync } from '../../scripts/demo-steps.ts';
import { browserPages } from '../support/pages/open-page.ts';
import { everyPage, showPage, type ShownPage } from '../support/pages/every-page.ts';
import { plantLongNames, UNBROKEN } from '../support/pages/plant-long-names.ts';
import { findClashes } from '../support/pages/find-clashes.ts';
import { findOverflow } from '../support/pages/find-overflow.ts';
import { runningApp } from '../support/running-app.ts';

const WIDTHS = Array.from({ length: 21 }, (_none, at) => 320 + at * 80);
/** From there on a dialog is as wide as it gets. */
const WIDEST_DIALOG = 720;
const other = await startSimulator({ seed: 'tiny' });
after(() => other.close());
const running = await runningApp({
  stage: 'set-up',
  site: { cloud: other.cloud },
  settings: { PRETEND_SITE_ADDRESSES: other.url, RESTORE_SETTLE_SECONDS: '0' },
});
const { open, noProblems } = await browserPages(running.simulator);
let pages: ShownPage[] = [];

before(async () => {
  plantLongNames(running.simulator.world.site);
  const schemas = await sync(running.admin);
  const schema = schemas.find(({ name }) => name === UNBROKEN)!;
  pages = await everyPage({ running, other, schema });
});

test('no page or dialog overflows sideways from 320 to 1,920 px, whatever names are in it, and every button is on the screen', async () => {
  const { page, frame } = await open({ width: 2200 });
  const faults = new Map<string, number[]>();
  for (const shown of pages) {
    await showPage(frame, shown);
    for (const width of WIDTHS) {
      if (shown.isDialog && width > WIDEST_DIALOG) break;
      await page.evaluate((wide) => {
        document.querySelector('iframe')!.style.width = `${wide}px`;
      }, width);
      const found = await frame.evaluate(findOverflow, width);
      for (const fault of [...found, ...(await frame.evaluate(findClashes))]) {
        const key = `${shown.name}: ${fault}`;
        faults.set(key, [...(faults.get(key) ?? []), width]);
      }
    }
  }
  assert.deepEqual(Object.fromEntries(faults), {});
  noProblems('widths');
  await page.close();
});
