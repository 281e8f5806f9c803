/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sync } from '../../scripts/demo-steps.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { browserPages, findViolations } from '../support/pages/open-page.ts';
import { everyPage, showPage, type ShownPage } from '../support/pages/every-page.ts';
import { plantLongNames, RIGHT_TO_LEFT } from '../support/pages/plant-long-names.ts';
import { runningApp } from '../support/running-app.ts';

interface Look {
  theme: 'light' | 'dark';
  width: number;
  /** Absent: all. */
  rules?: string[];
}

/** Where a width can make a difference; all else was tried at the other one. */
const OF_WIDTHS = ['target-size', 'scrollable-region-focusable', 'color-contrast'];
const LIGHT: Look = { theme: 'light', width: 1280 };
/** `npm run test:long` walks through all of them, in minutes. */
const looks: Look[] = process.env['TEST_LONG']
  ? [
      LIGHT,
      { theme: 'dark', width: 1280 },
      { theme: 'light', width: 390 },
      { theme: 'dark', width: 390, rules: OF_WIDTHS },
    ]
  : [LIGHT];

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
  const schema = schemas.find(({ name }) => name === RIGHT_TO_LEFT)!;
  pages = await everyPage({ running, other, schema });
});

for (const { theme, width, rules } of looks)
  test(`every page and dialog can be used by everybody: ${theme}, ${width} px`, async () => {
    const { page, frame } = await open({ theme, width });
    const faults: Record<string, string[]> = {};
    for (const shown of pages) {
      await showPage(frame, shown);
      const found = await findViolations(frame, rules);
      if (found.length > 0) faults[shown.name] = found;
    }
    assert.deepEqual(faults, {});
    noProblems(`${theme}, ${width} px`);
    await page.close();
  });
