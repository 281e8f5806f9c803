/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { holdAssets } from '../../support/sites/hold-assets.ts';
import { plantSmallSchemas } from '../../support/sites/plant-small-schemas.ts';
import { runningApp } from '../../support/running-app.ts';

const SCHEMAS = 60;
const PATIENT = { timeout: 120_000 };
const names = Array.from(
  { length: SCHEMAS },
  (_none, at) => `Small ${String(at).padStart(2, '0')}`,
);
const running = await runningApp({ stage: 'set-up' });
const { settings, accounts } = running.simulator.world;
accounts.find(({ email }) => email === 'user@example.com')!.jiraAdmin = true;
plantSmallSchemas(running.simulator, names);
const all = SCHEMAS + 1; // with the one of the seed
const { open, noProblems } = await browserPages(running.simulator);

const rowOf = (frame: Frame, name: string): Locator =>
  frame.getByRole('row', { name: new RegExp(name) });

test('60 schemas are protected daily by three clicks from the first sync, and another administrator sees it', async (t) => {
  const first = await open();
  let clicks = 0;
  const click = async (button: Locator): Promise<void> => {
    clicks += 1;
    await button.click();
  };
  const startedAt = performance.now();
  await click(first.frame.getByRole('button', { name: 'Sync schemas' }));
  await first.frame.getByText(`${all} schemas found. Protect them all daily?`).waitFor(PATIENT);
  const second = await open({ account: 'user@example.com' });
  await rowOf(second.frame, names[0]!).waitFor();
  holdAssets(settings);
  await click(first.frame.getByRole('button', { name: `Protect ${all} schemas` }));
  await first.frame.locator('dialog').getByLabel('Start times').waitFor();
  await accessible(first.frame, 'the popup of several schedules');
  await click(first.frame.locator('dialog').getByRole('button', { name: /^Schedule/ }));
  await first.page.getByText(`${all} schemas scheduled`).waitFor(PATIENT);
  t.diagnostic(
    `${all} schemas in ${Math.round(performance.now() - startedAt)} ms, ${clicks} clicks`,
  );
  assert.ok(clicks <= 3);
  await rowOf(second.frame, names[0]!).getByText('Next:').waitFor(PATIENT);
  settings.faults = [];
  await rowOf(second.frame, names[0]!).getByText('1 backup').waitFor(PATIENT);
  noProblems('two administrators');
  await first.page.close();
  await second.page.close();
});
