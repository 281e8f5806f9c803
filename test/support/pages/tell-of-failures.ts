/// <reference lib="dom" />
import { afterEach } from 'node:test';
import type { Browser, Page } from 'playwright-core';

const MAX_SHOWN = 3_000;

/**
 * When a test fails, tells what its pages showed by then: a wait that ended in vain says only what
 * it waited for. `problems`: what the pages complained about.
 */
export function tellOfFailures(browser: Browser, problems: readonly string[]): void {
  afterEach(async (context) => {
    if (!('passed' in context) || context.passed) return;
    const pages = browser.contexts().flatMap((each) => each.pages());
    for (const page of pages) context.diagnostic(`${page.url()} showed: ${await textOf(page)}`);
    for (const problem of problems) context.diagnostic(problem);
  });
}

async function textOf(page: Page): Promise<string> {
  const texts = page
    .frames()
    .map((frame) =>
      frame
        .evaluate(() => document.body.innerText)
        .catch((error: unknown) => `(${error instanceof Error ? error.message : String(error)})`),
    );
  return (await Promise.all(texts)).join(' | ').replaceAll(/\s+/g, ' ').slice(0, MAX_SHOWN);
}
