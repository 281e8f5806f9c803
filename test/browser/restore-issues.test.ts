/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, browserPages } from '../support/open-page.ts';
import { runningApp } from '../support/running-app.ts';

const { simulator } = await runningApp({ site: { seed: 'demo' } });
const { open, noProblems } = await browserPages(simulator);
const LONG = { timeout: 180_000 };
const RELATED = 'customfield_10193';
const { site } = simulator.world;

test('objects in issues are chosen for a backup, told by an icon, chosen for a restore, and set', async () => {
  const { page, frame } = await open();
  const press = (name: string | RegExp) =>
    frame.getByRole('button', { name, exact: true }).first().click(LONG);
  const naming = site.issues.filter(({ fields }) => fields[RELATED]);
  const before = naming.map(({ fields }) => [...fields[RELATED]!]);
  await press('Offices');
  await frame.locator('#head-backup').click();
  await frame.getByLabel('Objects in issues').check();
  await press('Back up');
  const icon = `${naming.length} issues: the JQL that finds them`;
  await press(icon);
  const dialog = frame.getByRole('dialog');
  await dialog.getByText('"Related objects" in aqlFunction').waitFor();
  await accessible(frame, 'what a backup has of issues');
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await press('Restore');
  await frame.getByRole('heading', { name: /Restore Offices/ }).waitFor(LONG);
  await press('Continue');
  await frame.getByLabel('Set issue fields to the restored objects').check();
  await accessible(frame, 'options with issues');
  await press('Review');
  await frame.getByText('Fields of issues').waitFor({ state: 'attached', ...LONG });
  await press(/^Restore [\d,]+ objects?$/);
  await frame
    .getByText(/12 issues set/)
    .first()
    .waitFor(LONG);
  for (const [at, { fields, notices }] of naming.entries()) {
    const [person, computer, office] = before[at]!;
    const [here, there, other] = fields[RELATED]!;
    assert.deepEqual([here, there, notices], [person, computer, 0], 'other schemas stay');
    assert.notEqual(other, office);
    const [old, now] = [office, other].map((id) => site.labelOf(site.objects.require(id!)));
    assert.equal(now, old);
  }
  noProblems('objects in issues');
  await page.close();
});
