/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { awaitParts } from '../../../scripts/demo/await-parts.ts';
import { backUpWith } from '../../../scripts/demo-steps.ts';
import { addTarget, planRestore } from '../../../scripts/restore-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { NO_LIMITS } from '../../support/sites/no-limits.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { showPage } from '../../support/pages/every-page.ts';
import { runningApp } from '../../support/running-app.ts';

const there = await startSimulator({ seed: 'other', settings: NO_LIMITS });
after(() => there.close());
const { simulator, admin, schemas } = await runningApp({
  site: { seed: 'demo', cloud: there.cloud },
  settings: { PRETEND_SITE_ADDRESSES: there.url },
});
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

test('issues that may be others on a target instance are left or set as it is chosen under Review', async () => {
  const [set, left] = ['HELP-6', 'HELP-11'].map((key) =>
    there.world.site.issues.find((issue) => issue.key === key)!,
  );
  for (const issue of [set!, left!]) issue.summary = 'Something else';
  const people = schemas.find(({ name }) => name === 'People')!;
  const backup = await backUpWith(admin, people, { parts: ['issues'] });
  await awaitParts(admin, backup, () => undefined);
  const { url: siteUrl, workspaceId } = there;
  const targetId = await addTarget(admin, { name: 'Other site', siteUrl, workspaceId });
  const plan = await planRestore(admin, backup.backupId, { targetId, parts: ['setIssues'] });
  const { page, frame } = await open();
  await showPage(frame, { name: 'review', path: `/app/restores/${plan.id}/plan` });
  const title = '2 issues on Other site are different from the backup';
  await frame.getByText(title).waitFor(LONG);
  await accessible(frame, 'review with issues');
  await frame
    .getByRole('combobox', { name: `Rule for: ${title}` })
    .selectOption('Set to the restored objects');
  await frame.getByRole('button', { name: `Show single values of: ${title}` }).click(LONG);
  const drawer = frame.getByRole('dialog');
  await drawer
    .getByRole('combobox', { name: 'Rule for HELP-11 Broken screen 11' })
    .selectOption('Leave as is');
  await accessible(frame, 'drawer of issues');
  await drawer.getByRole('button', { name: 'Apply' }).click();
  await frame.getByText('1 issue with a rule of its own').waitFor(LONG);
  await frame.getByRole('button', { name: /^Restore [\d,]+ objects?$/ }).click(LONG);
  await frame.getByRole('heading', { name: /^Restore complete/ }).waitFor(LONG);
  const field = there.world.site.fields.find(({ name }) => name === 'Related objects')!;
  assert.equal(set!.fields[field.id]?.length, 1);
  assert.deepEqual(left!.fields, {});
  noProblems('issues on a target instance');
  await page.close();
});
