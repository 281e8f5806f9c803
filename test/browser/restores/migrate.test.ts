/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { backUp } from '../../../scripts/demo-steps.ts';
import { planRestore, targetNamed } from '../../../scripts/restore-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { showPage } from '../../support/pages/every-page.ts';
import { NO_LIMITS } from '../../support/sites/no-limits.ts';
import { runningApp } from '../../support/running-app.ts';

const there = await startSimulator({ seed: 'other', settings: NO_LIMITS });
after(() => there.close());
const running = await runningApp({
  site: { seed: 'demo', cloud: there.cloud },
  settings: { PRETEND_SITE_ADDRESSES: there.url },
});
const { open, noProblems } = await browserPages(running.simulator);
/** The primary button of Review, which names the number. */
const RUN = /^Restore [\d,]+ objects?$/;
const PATIENT = { timeout: 30_000 };
const LONG = { timeout: 120_000 };
const services = running.schemas.find(({ name }) => name === 'Services')!;
await backUp(running.admin, services);

const onTarget = () =>
  [...there.world.site.schemas.values()].find(({ name }) => name === 'Services');
const objectsThere = () => {
  const { site } = there.world;
  return site
    .typesOf(onTarget()!.id)
    .flatMap((type) => site.objects.idsOfType(type.id))
    .map((id) => site.objects.get(id)!);
};
const press = (frame: Frame, name: string | RegExp) =>
  frame.getByRole('button', { name, exact: true }).click(PATIENT);

async function wizard(frame: Frame): Promise<void> {
  await frame
    .locator(`#schema-${services.id}`)
    .getByRole('button', { name: 'Restore', exact: true })
    .click(PATIENT);
  await frame.getByRole('heading', { name: /Restore Services/ }).waitFor(PATIENT);
  await frame.locator('#place-target').check();
}

/** Fills in and saves the form of a first target instance. */
async function addTarget(frame: Frame): Promise<void> {
  await press(frame, 'Add new target instance');
  for (const [label, typed] of [
    ['Connection name', 'Other site'],
    ['Target Email', 'admin@example.com'],
    ['Target Workspace ID', there.workspaceId],
    ['Target Instance URL', there.url],
    ['Target Token', 'admin-token'],
  ] as const)
    await frame.getByLabel(label).fill(typed, PATIENT);
  await frame.getByRole('checkbox').check();
  await press(frame, 'Save target instance');
  await frame.getByRole('button', { name: 'Edit Other site' }).waitFor(PATIENT);
}

/** Maps the first person who is not there to an account that is, and returns the account's id. */
async function mapFirstPerson(frame: Frame): Promise<string> {
  const { accountId } = there.world.accounts[0]!;
  await press(frame, /^Show single values of: \d+ people can't be matched on Other site$/);
  const drawer = frame.getByRole('dialog');
  await drawer
    .getByRole('combobox', { name: /^Rule for / })
    .nth(1)
    .selectOption({ label: 'Map to an account…' }, PATIENT);
  await drawer
    .getByRole('textbox', { name: /^Account ID instead of/ })
    .first()
    .fill(accountId);
  await accessible(frame, 'drawer of people');
  await drawer.getByRole('button', { name: 'Apply' }).click();
  await frame.getByText('with a rule of their own').waitFor(PATIENT);
  return accountId;
}

const isPersonThere = (accountId: string): boolean =>
  objectsThere().some((object) =>
    Object.values(object.values)
      .flat()
      .some((value) => typeof value === 'object' && 'user' in value && value.user === accountId),
  );

test('from the wizard to a first target instance, then a migration with people who are not there: planned, run, checked, kept in the history', async () => {
  const { page, frame } = await open();
  await wizard(frame);
  await addTarget(frame);
  await press(frame, /^← /);
  await wizard(frame);
  await frame.locator('#targetId').selectOption({ index: 1 });
  await frame.getByLabel('Schema name').waitFor(PATIENT);
  assert.equal(await frame.getByLabel('Schema name').inputValue(), 'Services', 'free there');
  await accessible(frame, 'destination on a target instance');
  await press(frame, 'Continue');
  await press(frame, 'Review');
  await frame.getByRole('button', { name: RUN }).waitFor(LONG);
  const chosen = await mapFirstPerson(frame);
  await accessible(frame, 'review of a migration');
  assert.equal(onTarget(), undefined, 'nothing is written before Restore');
  await press(frame, RUN);
  await frame.getByRole('heading', { name: /^Restore complete/ }).waitFor(LONG);
  assert.equal(objectsThere().length, 96);
  await frame.getByRole('heading', { name: /96 created/ }).waitFor(PATIENT);
  assert.ok(isPersonThere(chosen), 'the person who was chosen stands there');
  await frame.getByText('Technical details').click();
  await frame.getByText('Skipped values, object by object').click();
  await frame
    .getByRole('region', { name: 'Values that were skipped' })
    .getByText(/This account was deleted|No account with this ID or email|its email is hidden/)
    .first()
    .waitFor(PATIENT);
  await accessible(frame, 'migration');
  await frame.getByText('Checked: everything else matches.').waitFor(LONG);
  await press(frame, '← Restore history');
  await frame.locator('#restores').getByText('Other site').first().waitFor(PATIENT);
  noProblems('migration');
  await page.close();
});

test('once more into the schema that is there by now: nothing differs, and nothing is asked', async () => {
  there.world.stats.reset();
  const { page, frame } = await open();
  await wizard(frame);
  await frame.locator('#targetId').selectOption({ index: 1 });
  await frame.locator('#target-existing').check(PATIENT);
  await frame
    .getByLabel('Schema', { exact: true })
    .selectOption({ label: `Services (${onTarget()!.key})` }, PATIENT);
  await press(frame, 'Continue');
  await frame.getByRole('radio', { name: 'Keep' }).check(PATIENT);
  await press(frame, 'Review');
  await frame.getByText('Nothing to restore.').first().waitFor(LONG);
  assert.equal(await frame.getByRole('button', { name: RUN }).count(), 0, 'asks for nothing');
  assert.equal(await frame.getByRole('combobox').filter({ visible: true }).count(), 0);
  await accessible(frame, 'nothing to restore');
  assert.deepEqual(
    Object.keys(there.world.stats.json.byTemplate).filter((template) =>
      /^(PUT|DELETE)|create/.test(template),
    ),
    [],
  );
  assert.equal(objectsThere().length, 96);
  noProblems('once more');
  await page.close();
});

test('the review of hundreds of things that are missing is short: a line for each group', async () => {
  const { admin, schemas } = running;
  const { backupId } = await backUp(
    admin,
    schemas.find(({ name }) => name === 'Computers')!,
  );
  const targetId = await targetNamed(admin, 'Other site');
  assert.ok(targetId);
  const { id, unresolved } = await planRestore(admin, backupId, { targetId });
  assert.ok(unresolved > 400, `${unresolved} are missing`);
  const { page, frame } = await open({ width: 1280 });
  await showPage(frame, { name: 'review', path: `/app/restores/${id}/plan` });
  const height = await frame.evaluate(() => document.body.scrollHeight);
  assert.ok(height <= 1_400, `${height} px`);
  noProblems('long review');
  await page.close();
});
