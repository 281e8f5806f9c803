/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showPage } from '../../support/pages/every-page.ts';
import { longNamedPages } from '../../support/pages/long-named-pages.ts';
import { UNBROKEN } from '../../support/pages/plant-long-names.ts';
import { findClashes } from '../../support/pages/find-clashes.ts';
import { findOverflow } from '../../support/pages/find-overflow.ts';

const WIDTHS = Array.from({ length: 21 }, (_none, at) => 320 + at * 80);
/** From there on a dialog is as wide as it gets. */
const WIDEST_DIALOG = 720;
const { open, noProblems, pages } = await longNamedPages(UNBROKEN);

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
