/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { whenAnswered } from '../../support/doors/asked.ts';
import { assertFits } from '../../support/pages/assert-fits.ts';
import { accessible, type Look } from '../../support/pages/open-page.ts';
import { PATIENT, restorePages, RUN } from '../../support/pages/restore-pages.ts';

const { simulator, open, noProblems, restoreButton, wizard, typesOnSite } = await restorePages();

test('by keyboard alone: from the grid to a new schema, its report, its check and the history', async () => {
  const { page, frame } = await open();
  const press = async (name: string | RegExp): Promise<void> => {
    await frame.getByRole('button', { name, exact: true }).focus(PATIENT);
    await page.keyboard.press('Enter');
  };
  await restoreButton(frame).focus(PATIENT);
  await page.keyboard.press('Enter');
  await frame.getByLabel('Schema name').fill('Computers by keyboard', PATIENT);
  await frame.getByLabel('Schema key').fill('BYKEY');
  await page.keyboard.press('Enter');
  await frame.getByText('Object types', { exact: true }).waitFor(PATIENT);
  assert.equal(await frame.evaluate(() => document.activeElement?.tagName), 'H1');
  await press('Review');
  await frame.getByRole('button', { name: RUN }).waitFor({ timeout: 60_000 });
  await accessible(frame, 'review');
  assert.equal(
    typesOnSite('Computers by keyboard'),
    undefined,
    'nothing is written before Restore',
  );
  await press(RUN);
  await frame.getByRole('heading', { name: /^Restore complete/ }).waitFor({ timeout: 120_000 });
  await accessible(frame, 'restore');
  assert.deepEqual(typesOnSite('Computers by keyboard'), typesOnSite('Computers'));
  for (const [format, start] of [
    ['CSV', '\uFEFFoutcome,'],
    ['JSON', '{"restore":'],
  ] as const) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      press(`Download report (${format})`),
    ]);
    assert.match(file.suggestedFilename(), /^restore-BYKEY-[\d-]+-[\da-f]{6}\.(csv|json)$/);
    assert.ok(readFileSync(await file.path(), 'utf8').startsWith(start));
  }
  await frame.getByText('Checked: everything else matches.').waitFor({ timeout: 120_000 });
  await accessible(frame, 'check');
  await press('← Restore history');
  await frame.getByRole('button', { name: 'Completed' }).waitFor(PATIENT);
  await accessible(frame, 'history');
  await press('Completed');
  await frame.getByRole('heading', { name: /^Restore complete/ }).waitFor(PATIENT);
  noProblems('restore by keyboard');
  await page.close();
});

test('Stop asks in a popup that the refreshing page leaves open; Resume continues the restore', async () => {
  const { page, frame } = await open();
  await wizard(frame);
  await frame.getByLabel('Schema name').fill('Computers stopped');
  await frame.getByLabel('Schema key').fill('STOPPED');
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByRole('button', { name: 'Review', exact: true }).click(PATIENT);
  await frame.getByRole('button', { name: RUN }).waitFor({ timeout: 60_000 });
  simulator.settings.latencyMs = 300;
  await frame.getByRole('button', { name: RUN }).click();
  await frame.locator('#stop-restore').click({ timeout: 60_000 });
  await frame.getByRole('dialog').waitFor(PATIENT);
  await accessible(frame, 'popup Stop');
  await whenAnswered(page, /part=body/);
  await whenAnswered(page, /part=body/);
  assert.ok(await frame.getByRole('dialog').isVisible());
  await frame.getByRole('button', { name: 'Stop the restore' }).click();
  await frame.getByRole('button', { name: 'Resume', exact: true }).waitFor({ timeout: 60_000 });
  await accessible(frame, 'stopped restore');
  simulator.settings.latencyMs = 0;
  await frame.getByRole('button', { name: 'Resume', exact: true }).click();
  await frame.getByRole('heading', { name: /^Restore complete/ }).waitFor({ timeout: 120_000 });
  noProblems('stop');
  await page.close();
});

/** `npm test` goes through the wizard in the light and wide look alone. */
const LOOKS: Look[] = process.env['TEST_LONG']
  ? [{ theme: 'dark' }, { width: 390 }, { theme: 'dark', width: 390 }]
  : [];
for (const look of LOOKS)
  test(`every step is right ${JSON.stringify(look)}`, async () => {
    const { page, frame } = await open(look);
    const name = `Look ${look.theme ?? 'light'} ${look.width ?? 1280}`;
    await wizard(frame);
    await frame.getByLabel('Schema name').fill(name);
    await frame.getByLabel('Schema key').fill(`L${look.theme ? 'D' : 'L'}${look.width ?? 1280}`);
    await assertFits(frame, 'destination');
    await accessible(frame, 'destination');
    await frame.getByRole('button', { name: 'Continue' }).click();
    await frame.getByLabel('Select types').check(PATIENT);
    await frame.getByRole('button', { name: 'Select all' }).click();
    await assertFits(frame, 'options');
    await accessible(frame, 'options');
    await frame.getByRole('button', { name: 'Review', exact: true }).click();
    await frame.getByRole('button', { name: RUN }).waitFor({ timeout: 60_000 });
    await frame.getByText("What's created").click();
    await assertFits(frame, 'review');
    await accessible(frame, 'review');
    await frame.getByRole('button', { name: RUN }).click();
    await frame.getByRole('heading', { name: /^Restore complete/ }).waitFor({ timeout: 120_000 });
    await assertFits(frame, 'restore');
    await accessible(frame, 'restore');
    await frame.getByRole('button', { name: '← Restore history' }).click();
    await frame.locator('#restores').getByText(name).waitFor(PATIENT);
    await assertFits(frame, 'history');
    await accessible(frame, 'history');
    noProblems(JSON.stringify(look));
    await page.close();
  });
