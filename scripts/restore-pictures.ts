/**
 * The pages of target instances, the restore wizard and restores, as scripts/screenshots.ts takes
 * them.
 */
import type { FrameLocator } from 'playwright-core';
import type { Simulator } from '../simulator/start-simulator.ts';
import { until, type AdminSession } from './admin-session.ts';
import { backUp } from './demo-steps.ts';
import {
  addTarget,
  checkRestore,
  planRestore,
  restoreEnded,
  runRestore,
  startRestore,
} from './restore-steps.ts';

const TARGET = 'Sandbox';
const PATIENT = { timeout: 60_000 };

type Schema = { id: string; name: string };
/** `beside`: schemas that the one to restore refers to. */
interface Options {
  admin: AdminSession;
  site: Simulator;
  otherSite: Simulator;
  schema: Schema;
  beside: Schema[];
  backupId: string;
  shoot: (
    name: string,
    steps: (frame: FrameLocator) => Promise<void>,
    options?: { higher?: number },
  ) => Promise<void>;
}

export async function restorePictures(given: Options): Promise<void> {
  const { admin, otherSite, schema, shoot } = given;
  const targetId = await addTarget(admin, {
    name: TARGET,
    siteUrl: otherSite.url,
    workspaceId: otherSite.workspaceId,
  });
  await shoot('targets', async (frame) => {
    await frame
      .getByLabel(/Connection/)
      .first()
      .click();
    await frame.getByRole('button', { name: 'List of target instances' }).click();
    await frame.getByText(new URL(otherSite.url).host).waitFor();
  });
  const destination = async (frame: FrameLocator): Promise<void> => {
    await frame
      .getByRole('row', { name: new RegExp(schema.name) })
      .first()
      .getByRole('button', { name: 'Restore', exact: true })
      .click();
    await frame.getByLabel('Target instance').first().check(PATIENT);
    await frame
      .getByRole('combobox', { name: 'Target instance' })
      .selectOption({ value: targetId });
    await frame.getByLabel('Schema name').waitFor(PATIENT);
  };
  const options = async (frame: FrameLocator): Promise<void> => {
    await destination(frame);
    await frame.getByRole('button', { name: 'Continue' }).click();
    await frame.getByLabel('Keep the original key in an attribute').waitFor(PATIENT);
  };
  await shoot('restore-destination', destination);
  await shoot('restore-options', options, { higher: 100 });
  await shoot(
    'restore-review',
    async (frame) => {
      await options(frame);
      await frame.getByRole('button', { name: 'Review', exact: true }).click();
      await frame.getByRole('button', { name: /^Restore [\d,]+ objects?$/ }).waitFor(PATIENT);
    },
    { higher: 500 },
  );
  await running(given, targetId);
}

/**
 * One restore that is stopped, one that is looked at while it runs, then when it is complete and
 * checked.
 */
async function running(given: Options, targetId: string): Promise<void> {
  const { admin, otherSite, schema, backupId, shoot } = given;
  await fillOtherSite(given, targetId);
  const start = async (): Promise<string> =>
    startRestore(admin, (await planRestore(admin, backupId, { targetId })).id);
  otherSite.settings.latencyMs = 400;
  const stopped = await start();
  await waitForPage(admin, stopped, /Writing objects/);
  await admin.post(`/app/restores/${stopped}/stop`);
  await restoreEnded(admin, stopped);
  const id = await start();
  await waitForPage(admin, id, /[3-9]\d\d of/);
  await shoot('restore-running', async (frame) => {
    await openDetails(frame, schema, 'In Progress');
    await frame.getByText('Writing objects').waitFor(PATIENT);
  });
  otherSite.settings.latencyMs = 0;
  await restoreEnded(admin, id);
  await checkRestore(admin, id);
  await shoot(
    'restore-checked',
    async (frame) => {
      await openDetails(frame, schema, 'Completed');
      await frame.getByText('Checked: everything else matches.').waitFor();
    },
    { higher: 400 },
  );
  await shoot('restores', async (frame) => {
    await openHistory(frame, schema);
    await frame.getByRole('row').filter({ hasText: 'Completed' }).first().waitFor(PATIENT);
  });
}

/** What the schema refers to is on the other site, else the page would be a list of people. */
async function fillOtherSite(
  { admin, site, otherSite, beside }: Options,
  targetId: string,
): Promise<void> {
  const [here, there] = [site.world.site, otherSite.world.site];
  for (const [id, user] of [...here.users].slice(2))
    there.users.set(id, { ...user, active: true, deleted: false });
  there.projects = [...new Set([...there.projects, ...here.projects])];
  for (const schema of beside) {
    const { backupId } = await backUp(admin, schema);
    await runRestore(admin, (await planRestore(admin, backupId, { targetId })).id);
  }
}

/** Waits until the page of a restore shows something. */
async function waitForPage(admin: AdminSession, id: string, shown: RegExp): Promise<void> {
  await until(`${shown} on the page of the restore`, async () => {
    const { html } = await admin.get(`/app/restores/${id}?part=body`);
    return shown.test(html) ? true : undefined;
  });
}

async function openHistory(frame: FrameLocator, schema: Schema): Promise<void> {
  await frame.getByRole('button', { name: schema.name, exact: true }).click();
  await frame.getByRole('button', { name: 'Restore history' }).click();
}

async function openDetails(frame: FrameLocator, schema: Schema, state: string): Promise<void> {
  await openHistory(frame, schema);
  await frame
    .getByRole('row')
    .filter({ hasText: state })
    .first()
    .getByRole('button', { name: /Details/ })
    .click();
  await frame.getByText('Technical details').waitFor();
}
