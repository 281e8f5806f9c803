/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator } from 'playwright-core';
import { drawPng } from '../../../simulator/kernel/draw-png.ts';
import { whenAnswered } from '../../support/doors/asked.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { runningApp } from '../../support/running-app.ts';

const { simulator } = await runningApp({ site: { seed: 'demo' } });
const { open, noProblems } = await browserPages(simulator);
const LONG = 180_000;
const COPIED = / of this backup (is|are) still being copied\./;
const { site } = simulator.world;
const city = [...site.types.values()].find(({ name }) => name === 'City')!;
for (const id of site.objects.idsOfType(city.id))
  site.objects.put({ ...site.objects.require(id), avatar: drawPng(`city ${id}`, 288) }, site.now());

/** The picture's own; 0 where it is none. */
const widthOf = (image: Locator): Promise<number> =>
  image.evaluate((element) => (element as HTMLImageElement).naturalWidth);

test('parts are chosen, their progress is seen, and what they hold is browsed', async () => {
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Offices', exact: true }).click();
  await frame.locator('#head-backup').click();
  const history = frame.getByLabel('History of objects');
  assert.equal(await history.isChecked(), false, 'what costs calls is off at first');
  await history.check();
  await frame.getByLabel('Avatars of objects').check();
  await accessible(frame, 'Backup now with parts');
  simulator.settings.faults = [{ path: '/history$', kind: 'hold', probability: 1 }];
  await frame.getByRole('button', { name: 'Back up', exact: true }).click();
  const cell = (title: string) =>
    frame.locator('tr[id^=backup-] .part-lines > span', { hasText: title });
  await cell('Icons').getByText('Completed').waitFor({ timeout: LONG });
  await cell('History').getByText('In Progress').waitFor({ timeout: LONG });
  await cell('History')
    .getByText(/^0 of \d+$/)
    .waitFor({ timeout: LONG });
  await accessible(frame, 'a part that is being read');
  await frame.getByRole('button', { name: 'Restore', exact: true }).first().click();
  await frame.getByText(COPIED).waitFor();
  simulator.settings.faults = [];
  await frame.getByText(COPIED).waitFor({ state: 'detached', timeout: LONG });
  await frame.getByRole('button', { name: '← Available backups' }).click();
  await cell('History').getByText('Completed').waitFor({ timeout: LONG });
  await frame.getByRole('button', { name: 'Browse' }).click();
  const cities = frame.locator('.tree button', { hasText: 'City' });
  const picture = cities.locator('img');
  assert.match((await picture.getAttribute('src')) ?? '', /^data:image\/png;base64,/);
  assert.ok(await widthOf(picture));
  await cities.click();
  await frame.locator('#objects').getByRole('button').first().click();
  const dialog = frame.getByRole('dialog');
  await dialog.getByRole('heading', { name: /^History/ }).waitFor();
  await dialog.getByText(/Named by \d+ issues? in Jira now/).waitFor();
  assert.equal(await widthOf(dialog.getByAltText('Avatar of this object')), 288);
  await accessible(frame, 'history of an object');
  const filtered = whenAnswered(page, /history\?person=\w/);
  await dialog.getByLabel('Person').selectOption({ index: 1 });
  await filtered;
  await dialog.getByText('1 change').waitFor();
  noProblems('parts');
  await page.close();
});
