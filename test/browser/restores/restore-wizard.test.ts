/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenAnswered } from '../../support/doors/asked.ts';
import { accessible } from '../../support/pages/open-page.ts';
import { PATIENT, restorePages, RUN } from '../../support/pages/restore-pages.ts';

const { simulator, open, noProblems, computers, restoreButton, wizard, typesOnSite } =
  await restorePages();

test('Restore is there where there is a backup, and says why where there is none; so is Select, and the history', async () => {
  const { page, frame } = await open();
  const none = frame
    .getByRole('row', { name: /Licences/ })
    .getByRole('button', { name: 'Restore' });
  await none.waitFor(PATIENT);
  assert.ok(await none.isDisabled());
  assert.equal(await none.getAttribute('title'), 'This schema has no backup to restore.');
  assert.ok(await restoreButton(frame).isEnabled());
  await accessible(frame, 'grid');
  await frame.getByRole('button', { name: 'Computers', exact: true }).click();
  await frame.getByRole('button', { name: 'Restore history' }).click();
  await frame.getByText('Nothing has been restored from this schema').waitFor(PATIENT);
  await accessible(frame, 'empty history');
  await frame.locator('#restores').getByRole('button', { name: 'Available backups' }).click();
  await frame.getByRole('button', { name: 'Restore', exact: true }).click();
  await frame.getByRole('heading', { name: /Restore Computers/ }).waitFor(PATIENT);
  noProblems('entrances');
  await page.close();
});

test('name and key are proposed, checked while one types, and kept on the way to the options and back', async () => {
  const { page, frame } = await open();
  await wizard(frame);
  assert.equal(await frame.getByLabel('Schema name').inputValue(), 'Computers (restored)');
  await frame.getByLabel('Schema name').fill('Offices');
  await frame.getByText('A schema with this name already exists.').waitFor(PATIENT);
  assert.equal(await frame.evaluate(() => document.activeElement?.id), 'name', 'the cursor stays');
  assert.equal(await frame.getByLabel('Schema name').getAttribute('aria-invalid'), 'true');
  await accessible(frame, 'destination with a mistake');
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.locator('#name-error:not(:empty)').waitFor(PATIENT);
  await frame.waitForFunction(() => document.activeElement?.id === 'name');
  await frame.getByLabel('Schema name').fill('Computers once more');
  await frame.locator('#name-error:empty').waitFor({ state: 'attached' });
  await frame.getByLabel('This site, existing schema').check();
  await frame.getByLabel('Schema', { exact: true }).waitFor(PATIENT);
  await accessible(frame, 'existing schema');
  await frame.getByLabel('Target instance').check();
  await frame.getByRole('button', { name: 'Add new target instance' }).waitFor(PATIENT);
  await frame.getByLabel('This site, new schema').check();
  await frame.getByLabel('Schema name').waitFor(PATIENT);
  assert.equal(await frame.getByLabel('Schema name').inputValue(), 'Computers once more');
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByText('Computers once more').waitFor(PATIENT);
  await frame.getByLabel('Keep the original key').check();
  await frame.getByLabel('Restore roles').check();
  const comments = frame.getByLabel('Restore comments');
  assert.ok(await comments.isDisabled());
  await frame.getByText("This backup doesn't include comments.").waitFor(PATIENT);
  await frame.getByRole('button', { name: 'Back', exact: true }).click();
  await frame.getByLabel('Schema name').waitFor(PATIENT);
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByLabel('Keep the original key').waitFor(PATIENT);
  assert.ok(await frame.getByLabel('Keep the original key').isChecked());
  assert.ok(await frame.getByLabel('Restore roles').isChecked());
  noProblems('names');
  await page.close();
});

test('a parent comes along with a chosen type and is shown so while one ticks; nothing chosen is a mistake', async () => {
  const { page, frame } = await open();
  await wizard(frame);
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByLabel('Select types').check(PATIENT);
  const box = (name: string) => frame.locator(`.ticks li:has(label > span:text-is("${name}"))`);
  assert.ok(!(await box('Computer').getByText('included').isVisible()));
  await box('Virtual server').getByRole('checkbox').check();
  assert.ok(await box('Computer').getByText('included').isVisible());
  assert.ok(await box('Server').getByText('included').isVisible());
  assert.ok(!(await box('Laptop').getByText('included').isVisible()));
  await frame.getByText('1 of 4 selected, with 200 objects and 2 included as parents').waitFor();
  await accessible(frame, 'options with types');
  await frame.getByRole('button', { name: 'Select all' }).click();
  await frame.getByText('4 of 4 selected').waitFor();
  await frame.getByRole('button', { name: 'Select none' }).click();
  await frame.getByRole('button', { name: 'Review', exact: true }).click();
  await frame.getByText('Choose at least one object type.').waitFor(PATIENT);
  assert.equal(await frame.evaluate(() => document.activeElement?.id), 'types-error');
  await accessible(frame, 'options with a mistake');
  noProblems('types');
  await page.close();
});

test('who left is one group with one rule, and a drawer for single people: a stop is not run, an account that is not there is refused, another one takes the place', async () => {
  const { page, frame } = await open();
  await wizard(frame);
  await frame.getByLabel('Schema name').fill('Computers of others');
  await frame.getByLabel('Schema key').fill('OTHERS');
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByRole('button', { name: 'Review', exact: true }).click(PATIENT);
  const run = frame.getByRole('button', { name: RUN });
  await run.waitFor({ timeout: 60_000 });
  const group = frame.getByRole('combobox', { name: /^Rule for: .*on this site$/ });
  const saved = (): Promise<unknown> => whenAnswered(page, /\/decide$/);
  await Promise.all([saved(), group.selectOption({ label: "Stop: don't restore" })]);
  await run.click();
  await frame.getByRole('alert').filter({ hasText: 'You chose to stop' }).waitFor(PATIENT);
  assert.equal(await group.inputValue(), 'stop', 'kept');
  await Promise.all([saved(), group.selectOption({ label: 'Leave empty' })]);
  await frame.getByRole('button', { name: /^Show single values of: / }).click();
  const drawer = frame.getByRole('dialog');
  const rule = drawer.getByRole('combobox', { name: /^Rule for / }).nth(1);
  const account = drawer.getByRole('textbox', { name: /^Account ID instead of/ }).first();
  await rule.selectOption({ label: 'Map to an account…' });
  await account.fill('no body');
  await drawer.getByRole('button', { name: 'Apply' }).click();
  await drawer.getByText("This isn't an account ID").waitFor(PATIENT);
  assert.equal(await account.inputValue(), 'no body', 'kept');
  await account.fill('nobody');
  await drawer.getByRole('button', { name: 'Apply' }).click();
  await drawer.getByText('No active account "nobody" exists on the destination.').waitFor(PATIENT);
  assert.equal(await account.inputValue(), 'nobody', 'kept');
  await accessible(frame, 'refused choice');
  assert.equal(typesOnSite('Computers of others'), undefined, 'nothing is written');
  const { site } = simulator.world;
  const heir = [...site.users.values()].find((user) => user.active && !user.deleted)!.accountId;
  const usesOf = (name: string) => {
    const schema = [...site.schemas.values()].find((each) => each.name === name)!;
    return site
      .typesOf(schema.id)
      .flatMap((type) => site.objects.idsOfType(type.id))
      .flatMap((id) => Object.values(site.objects.get(id)!.values).flat())
      .filter((value) => typeof value === 'object' && 'user' in value && value.user === heir)
      .length;
  };
  const left = Number(await drawer.locator('[data-title="Values"]').first().innerText());
  await account.fill(heir);
  await drawer.getByRole('button', { name: 'Apply' }).click();
  await drawer.waitFor({ state: 'hidden' });
  await frame.getByText('with a rule of their own').waitFor(PATIENT);
  await frame.getByRole('button', { name: 'Back', exact: true }).click();
  await frame.getByRole('button', { name: 'Review', exact: true }).click(PATIENT);
  await frame.getByText('with a rule of their own').waitFor({ timeout: 60_000 });
  await run.click();
  await frame.getByRole('heading', { name: /^Restore complete/ }).waitFor({ timeout: 120_000 });
  assert.ok(left > 0);
  assert.equal(usesOf('Computers of others'), usesOf('Computers') + left);
  noProblems('choices');
  await page.close();
});

test('rules that were chosen in the drawer go along while one searches, and are gone with Cancel; Enter searches, and applies nothing', async () => {
  const { page, frame } = await open();
  await wizard(frame);
  await frame.getByLabel('Schema name').fill('Computers cancelled');
  await frame.getByLabel('Schema key').fill('CANCEL');
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByRole('button', { name: 'Review', exact: true }).click(PATIENT);
  await frame.getByRole('button', { name: RUN }).waitFor({ timeout: 60_000 });
  const drawer = frame.getByRole('dialog');
  const rule = drawer.getByRole('combobox', { name: /^Rule for / }).nth(1);
  const search = drawer.getByRole('searchbox');
  const answered = (): Promise<unknown> => whenAnswered(page, /\/groups\/user$/);
  const openDrawer = () =>
    frame.getByRole('button', { name: /^Show single values of: .*on this site$/ }).click(PATIENT);
  const chooseAndSearch = async (): Promise<void> => {
    await rule.selectOption('stop', PATIENT);
    await search.fill('nobody of that name');
    await Promise.all([answered(), search.press('Enter')]);
    await drawer.getByText('No matches').waitFor(PATIENT);
    await drawer.getByText('1 person with a rule of their own').waitFor(PATIENT);
    assert.equal(await frame.evaluate(() => document.activeElement?.id), 'group-search');
  };
  await openDrawer();
  await chooseAndSearch();
  await accessible(frame, 'drawer without matches');
  await drawer.getByRole('button', { name: 'Cancel' }).click();
  await drawer.waitFor({ state: 'hidden' });
  await openDrawer();
  assert.equal(await rule.inputValue(PATIENT), 'group', 'as before');
  await chooseAndSearch();
  await Promise.all([answered(), search.fill('')]);
  await rule.waitFor(PATIENT);
  assert.equal(await rule.inputValue(), 'stop', 'as it was chosen');
  await search.fill('nobody of that name');
  await drawer.getByText('No matches').waitFor(PATIENT);
  await drawer.getByRole('button', { name: 'Apply' }).click();
  await drawer.waitFor({ state: 'hidden' });
  await frame.getByText('with a rule of their own').waitFor(PATIENT);
  noProblems('cancelled drawer');
  await page.close();
});

test('a destination that changed after the review is not written to: the new plan is one click away', async () => {
  const { page, frame } = await open();
  await wizard(frame);
  await frame.getByLabel('Schema name').fill('Computers taken');
  await frame.getByLabel('Schema key').fill('TAKEN');
  await frame.getByRole('button', { name: 'Continue' }).click();
  await frame.getByRole('button', { name: 'Review', exact: true }).click(PATIENT);
  await frame.getByRole('button', { name: RUN }).waitFor({ timeout: 60_000 });
  simulator.world.site.addSchema('Computers taken', 'TAKEN');
  await frame.getByRole('button', { name: RUN }).click();
  await frame.getByText('Nothing was written.').waitFor({ timeout: 60_000 });
  assert.equal(await frame.getByRole('button', { name: 'Resume', exact: true }).count(), 0);
  await frame.getByRole('button', { name: 'Review the new plan' }).click();
  await frame
    .getByText('A schema named "Computers taken" already exists.')
    .waitFor({ timeout: 60_000 });
  await accessible(frame, 'blocked plan');
  assert.ok(await frame.getByRole('button', { name: RUN }).isDisabled());
  await frame.getByRole('button', { name: '1. Destination' }).click();
  assert.equal(await frame.getByLabel('Schema key').inputValue(), 'TAKEN', 'kept');
  assert.deepEqual(typesOnSite('Computers taken'), []);
  noProblems('changed destination');
  await page.close();
});

test('a schema that was deleted from Assets is restored from its row: that is when it is needed most', async () => {
  const { site } = simulator.world;
  site.deleteSchema([...site.schemas.values()].find((schema) => schema.name === 'Computers')!.id);
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Sync schemas' }).click(PATIENT);
  const row = frame.locator(`#schema-${computers.id}`);
  await row.getByText('Deleted', { exact: true }).waitFor(PATIENT);
  assert.ok(await row.getByRole('button', { name: 'Backup now' }).isDisabled());
  await wizard(frame);
  assert.equal(await frame.getByLabel('Schema name').inputValue(), 'Computers', 'free again');
  assert.equal(await frame.getByLabel('Schema key').inputValue(), 'COMP');
  noProblems('deleted schema');
  await page.close();
});
