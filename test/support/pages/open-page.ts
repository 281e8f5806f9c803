/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { openBrowser } from '../../../scripts/browser/open-browser.ts';
import { FORGE_APP_ID } from '../../../simulator/forge-host/forge-host.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import { DOOR } from '../doors/door.ts';
import { tellOfFailures } from './tell-of-failures.ts';

export interface Look {
  theme?: 'light' | 'dark';
  account?: string;
  width?: number;
  module?: string;
  /** As in a host that shows no flags. */
  withoutHostFlags?: boolean;
}
export interface OpenPage {
  page: Page;
  frame: Frame;
}

/** htmx notes a request that was given up for a newer one. */
const GIVEN_UP = /^htmx:(afterRequest|sendAbort)\b/;
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * A browser that ends with the test file. What the console or the content policy complains about on
 * its pages is a problem.
 */
export async function browserPages(simulator: Simulator): Promise<{
  open(look?: Look): Promise<OpenPage>;
  noProblems(what: string): void;
  problems: string[];
}> {
  const browser = await openBrowser();
  after(() => browser.close());
  const problems: string[] = [];
  tellOfFailures(browser, problems);
  return {
    problems,
    /** The app's page inside the admin page of the pretend site. */
    async open({
      theme = 'light',
      account = 'admin@example.com',
      width = 1280,
      module = 'assets-backup-home',
      withoutHostFlags = false,
    } = {}) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      if (withoutHostFlags) await page.addInitScript(dropHostFlags);
      page.on('console', (message) => {
        if (GIVEN_UP.test(message.text())) return;
        if (message.type() === 'error' || message.type() === 'warning')
          problems.push(`${message.type()}: ${message.text()}`);
      });
      page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
      const { app, place } = addressOf(module);
      await page.goto(
        `${simulator.url}/jira/settings/apps/${app}?theme=${theme}&account=${account}${place}`,
      );
      const handle = await page.waitForSelector('iframe');
      return { page, frame: (await handle.contentFrame())! };
    },
    noProblems: (what) => assert.deepEqual(problems.splice(0), [], what),
  };
}

/** Forge has one module: what Connect has as another one is a place in it. */
function addressOf(module: string): { app: string; place: string } {
  if (DOOR === 'connect' || module.includes('/')) return { app: module, place: '' };
  const place = module === 'assets-backup-configure' ? '#/settings' : '';
  return { app: `${FORGE_APP_ID}/production`, place };
}

/** What the host's script sets is taken without its flags. */
function dropHostFlags(): void {
  let bridge: object | undefined;
  Object.defineProperty(window, 'AP', {
    get: () => bridge,
    set: ({ flag: _flag, ...rest }: { flag?: unknown }) => {
      bridge = rest;
    },
  });
}

const CALM_MS = 30_000;

/** Waits until nothing that a person asked for is awaited. */
export const calm = (frame: Frame): Promise<void> => waitWithout(frame, '.awaiting');

async function waitWithout(frame: Frame, selector: string): Promise<void> {
  const isGone = (sought: string): boolean => !document.querySelector(sought);
  await frame.waitForFunction(isGone, selector, { timeout: CALM_MS });
}

/**
 * No violation of accessibility rules in what is shown. A part that is about to be replaced is
 * dimmed and takes no clicks: what replaces it is looked at.
 */
export async function accessible(frame: Frame, what: string): Promise<void> {
  await waitWithout(frame, '[aria-busy=true]');
  assert.deepEqual(await findViolations(frame), [], what);
}

/**
 * What breaks accessibility rules in what is shown now, each with the elements. axe is put in by
 * the test, past the content policy. `rules`: only these.
 */
export async function findViolations(frame: Frame, rules?: string[]): Promise<string[]> {
  if (!(await frame.evaluate(() => 'axe' in globalThis)))
    await frame.evaluate(readFileSync(axe, 'utf8'));
  return frame.evaluate(
    async (options) => {
      const { violations } = await (
        globalThis as unknown as {
          axe: {
            run(how: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
          };
        }
      ).axe.run(options);
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
      );
    },
    { ...(rules && { runOnly: rules }), resultTypes: ['violations'], preload: false },
  );
}
