/// <reference lib="dom" />
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';

/** Nothing stands out to the right of the window. */
export async function assertFits(frame: Frame, what: string): Promise<void> {
  assert.ok(
    await frame.evaluate(
      () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
    ),
    `${what} is wider than the window`,
  );
}
