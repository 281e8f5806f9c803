/// <reference lib="dom" />
import { gzipSync } from 'node:zlib';
import type { Browser, Frame, Page } from 'playwright-core';
import { backUp } from '../../scripts/demo-steps.ts';
import { openBrowser } from '../../scripts/browser/open-browser.ts';
import { planRestore } from '../../scripts/restore-steps.ts';
import type { Measurement, Reading } from '../support/measurement.ts';
import { startTwoSites, type TwoSites } from '../support/start-two-sites.ts';

const WIDTH = 1280;
const MOST_BYTES = 60_000;
const MOST_HEIGHT = 1_400;
/** What people take for at once. */
const MOST_MS = 100;
const ANSWER_MS = 3_000;
const WATCHED_MS = 20_000;
const BACKED_UP = ['Computers', 'People', 'Licences', 'Offices'];
/** Its plan lacks 459 things on the other site. */
const MIGRATED = 'Computers';

interface Rig extends TwoSites {
  browser: Browser;
}

/** What a person sees of the pages' speed, in Chromium on a site without latency. */
export const browser: Measurement = async (uri) => {
  const rig = await startRig(uri);
  try {
    return [
      await measureBytes(rig),
      await measureShifts(rig),
      await measureWaiting(rig),
      await measureReview(rig),
    ];
  } finally {
    await rig.close();
  }
};

async function startRig(uri: string): Promise<Rig> {
  const sites = await startTwoSites({
    uri,
    name: `bench_browser_${Date.now()}`,
    sites: [{ seed: 'demo' }, { seed: 'other' }],
  });
  const chromium = await openBrowser();
  const close = async (): Promise<void> => {
    await chromium.close();
    await sites.close();
  };
  return { ...sites, browser: chromium, close };
}

async function openHome({ here, browser: chromium }: Rig): Promise<{ page: Page; frame: Frame }> {
  const page = await chromium.newPage({ viewport: { width: WIDTH, height: 900 } });
  await page.goto(`${here.url}/jira/settings/apps/assets-backup-home?account=admin@example.com`);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('The app is not in its iframe.');
  await frame.getByRole('button', { name: MIGRATED, exact: true }).waitFor();
  return { page, frame };
}

/** Scripts and style sheets that the page loads from the service. */
async function measureBytes(rig: Rig): Promise<Reading> {
  const { page, frame } = await openHome(rig);
  const urls = await frame.evaluate(
    (origin) =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => name.startsWith(origin) && /\.(js|css)(\?|$)/.test(name)),
    rig.service.url,
  );
  await page.close();
  const sizes = await Promise.all(
    [...new Set(urls)].map(async (url) => {
      const answer = await fetch(url);
      return gzipSync(Buffer.from(await answer.arrayBuffer())).length;
    }),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    what: `scripts and style sheets of a page, ${sizes.length} files, compressed by gzip`,
    aim: `≤ ${MOST_BYTES / 1000} kB`,
    reading: `${(bytes / 1000).toFixed(1)} kB`,
    met: bytes <= MOST_BYTES,
  };
}

async function measureShifts(rig: Rig): Promise<Reading> {
  const { page, frame } = await openHome(rig);
  await frame.evaluate(noteShifts);
  const stop = new AbortController();
  const backups = rig.schemas
    .filter(({ name }) => BACKED_UP.includes(name))
    .map(async (schema) => {
      while (!stop.signal.aborted) await backUp(rig.admin, schema).catch(() => undefined);
    });
  await page.waitForTimeout(WATCHED_MS);
  stop.abort();
  await Promise.all(backups);
  const { sum, rows, moved } = await frame.evaluate(
    () => (globalThis as unknown as { seen: SeenShifts }).seen,
  );
  await page.close();
  const movers = [...new Set(moved)].join(', ');
  return {
    what: `layout shift of home while 4 schemas are backed up again and again, ${WATCHED_MS / 1000} s`,
    aim: '0',
    reading: `${sum.toFixed(4)} (${rows} swaps)${movers && `; moved: ${movers}`}`,
    met: rows > 0 && sum === 0,
  };
}

interface SeenShifts {
  sum: number;
  rows: number;
  /** What moved, as the browser names it. */
  moved: string[];
}

/** In the page, from now on. */
function noteShifts(): void {
  interface LayoutShift extends PerformanceEntry {
    value: number;
    sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
  }
  const seen: SeenShifts = { sum: 0, rows: 0, moved: [] };
  Object.assign(globalThis, { seen });
  const nameOf = (node: Node | null): string => {
    if (!(node instanceof Element)) return node?.nodeName ?? 'removed';
    const kind = [node.localName, ...node.className.split(' ')].filter(Boolean).join('.');
    const within = node.parentElement?.closest('[class]')?.className ?? '';
    return `${kind} in ${within}`;
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShift[]) {
      seen.sum += entry.value;
      for (const { node, previousRect, currentRect } of entry.sources) {
        const by = `${currentRect.x - previousRect.x}/${currentRect.y - previousRect.y}`;
        seen.moved.push(`${nameOf(node)} ${by}`);
      }
    }
  }).observe({ type: 'layout-shift' });
  document.body.addEventListener('htmx:afterSwap', () => {
    seen.rows += 1;
  });
}

/** From the event to the first painted frame that shows that an answer is awaited. */
async function measureWaiting(rig: Rig): Promise<Reading> {
  const { page, frame } = await openHome(rig);
  await page.route('**/app/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    await route.continue().catch(() => undefined);
  });
  await frame.evaluate(noteWaits);
  const steps: [string, () => Promise<void>][] = [
    ['letter', () => frame.getByLabel('Search').pressSequentially('o')],
    ['filter', () => frame.getByLabel('Hide deleted schemas').click()],
    ['dialog', () => frame.getByRole('button', { name: 'Backup now' }).first().click()],
    ['page', () => frame.getByRole('button', { name: 'Activity' }).first().click()],
  ];
  const times: string[] = [];
  let longest = 0;
  for (const [what, act] of steps) {
    await act();
    await frame.waitForFunction(() => 'waitedMs' in globalThis);
    const ms = await frame.evaluate(() => {
      const told = globalThis as unknown as { waitedMs?: number };
      const waitedMs = told.waitedMs ?? Infinity;
      delete told.waitedMs;
      return waitedMs;
    });
    times.push(`${what} ${ms.toFixed(0)} ms`);
    longest = Math.max(longest, ms);
    await frame.waitForFunction(() => !document.body.classList.contains('awaiting'));
    await page.keyboard.press('Escape');
  }
  await page.close();
  return {
    what: `from a click or a letter to a visible sign that its answer is awaited; answers come after ${ANSWER_MS / 1000} s`,
    aim: `≤ ${MOST_MS} ms`,
    reading: times.join(', '),
    met: longest <= MOST_MS,
  };
}

/** In the page: `waitedMs` is there once a wait that a person began is painted. */
function noteWaits(): void {
  let since = 0;
  const begin = (event: Event): void => {
    since = event.timeStamp;
  };
  for (const name of ['click', 'input', 'change']) document.addEventListener(name, begin, true);
  new MutationObserver(() => {
    if (!document.body.classList.contains('awaiting') || since === 0) return;
    const from = since;
    since = 0;
    requestAnimationFrame(() =>
      requestAnimationFrame((now) => Object.assign(globalThis, { waitedMs: now - from })),
    );
  }).observe(document.body, { attributes: true, attributeFilter: ['class'] });
}

async function measureReview(rig: Rig): Promise<Reading> {
  const schema = rig.schemas.find(({ name }) => name === MIGRATED);
  if (!schema) throw new Error(`The pretend site has no schema ${MIGRATED}.`);
  const { backupId } = await backUp(rig.admin, schema);
  const plan = await planRestore(rig.admin, backupId, { targetId: rig.targetId });
  const { page, frame } = await openHome(rig);
  await frame.evaluate(
    (url) =>
      (globalThis as unknown as { htmx: { ajax(...args: unknown[]): Promise<void> } }).htmx.ajax(
        'GET',
        url,
        { target: '#main' },
      ),
    `/app/restores/${plan.id}/plan`,
  );
  await frame.getByRole('heading', { name: 'Review', level: 1 }).waitFor();
  const height = await frame.evaluate(() => document.body.scrollHeight);
  await page.close();
  return {
    what: `height of Review with ${plan.unresolved} unresolved things at ${WIDTH} px`,
    aim: `≤ ${MOST_HEIGHT.toLocaleString('en-GB')} px`,
    reading: `${height.toLocaleString('en-GB')} px`,
    met: height <= MOST_HEIGHT,
  };
}
