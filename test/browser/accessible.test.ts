/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findViolations } from '../support/pages/open-page.ts';
import { showPage } from '../support/pages/every-page.ts';
import { longNamedPages } from '../support/pages/long-named-pages.ts';
import { RIGHT_TO_LEFT } from '../support/pages/plant-long-names.ts';

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

const { open, noProblems, pages } = await longNamedPages(RIGHT_TO_LEFT);

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
