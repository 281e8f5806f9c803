import { test } from 'node:test';
import { backUp } from '../../../scripts/demo-steps.ts';
import { planRestore, runRestore } from '../../../scripts/restore-steps.ts';
import { dataCenterPages } from '../../support/pages/data-center-pages.ts';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { showPage } from '../../support/pages/every-page.ts';

const { running, admin, server, add } = await dataCenterPages();
const { open, noProblems } = await browserPages(running.simulator);
const PATIENT = { timeout: 30_000 };
const LONG = { timeout: 120_000 };
const { schemas } = await add();
const hardware = schemas.find(({ name }) => name === 'Hardware')!;
const { backupId } = await backUp(admin, hardware);
const { id } = await runRestore(admin, (await planRestore(admin, backupId)).id);

/** One object more than was migrated. */
function addObject(): void {
  const { site } = server.world;
  const schema = [...site.schemas.values()].find(({ name }) => name === 'Hardware')!;
  const type = site.typesOf(schema.id).find(({ name }) => name === 'Server')!;
  site.addObject(type.id, { [site.labelAttributeOf(type.id).id]: ['New rack'] }, site.now());
}

test('on the day of the cut-over: from the result to the checklist, the last backup, the last changes, and back', async () => {
  addObject();
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Activity' }).first().waitFor(PATIENT);
  await showPage(frame, { name: 'result', path: `/app/restores/${id}` });
  await frame.getByRole('button', { name: 'Cut-over checklist' }).click(PATIENT);
  await frame.getByRole('heading', { name: 'Cut-over checklist' }).waitFor(PATIENT);
  await accessible(frame, 'cut-over checklist');
  await frame.getByRole('button', { name: 'Backup now' }).click(PATIENT);
  await frame.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click(PATIENT);
  await backUp(admin, hardware);
  await frame.getByRole('button', { name: '← Result' }).click(PATIENT);
  await frame.getByText(/A newer backup was taken/).waitFor(PATIENT);
  await accessible(frame, 'a result with a newer backup');
  await frame.getByRole('button', { name: 'Restore again' }).click(PATIENT);
  await frame.getByRole('button', { name: 'Restore 1 object', exact: true }).click(LONG);
  await frame.getByRole('heading', { name: /^Restore complete · 1 created/ }).waitFor(LONG);
  await frame.getByText('The newest backup is restored.').waitFor(PATIENT);
  noProblems('again');
  await page.close();
});
