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
    await frame.getByText(otherSite.url).waitFor();
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
      await frame.getByRole('heading', { name: 'What happens' }).waitFor(PATIENT);
    },
    { higher: 500 },
  );
  await running(given, targetId);
}

/**
 * One restore that is stopped, one that is looked at while it runs, then when it is complete and
 * checked.
 */
async function running(
  { admin, site, otherSite, schema, beside, backupId, shoot }: Options,
  targetId: string,
): Promise<void> {
  for (const [id, user] of [...site.world.site.users].slice(2))
    otherSite.world.site.users.set(id, { ...user, active: true, deleted: false }); // else the page would be a list of people
  otherSite.world.site.projects = [
    ...new Set([...otherSite.world.site.projects, ...site.world.site.projects]),
  ];
  for (const each of beside)
    await runRestore(
      admin,
      (await planRestore(admin, (await backUp(admin, each)).backupId, { targetId })).id,
    );
  const details =
    (state: string | RegExp) =>
    async (frame: FrameLocator): Promise<void> => {
      await frame.getByRole('button', { name: schema.name, exact: true }).click();
      await frame.getByRole('button', { name: 'Restore history' }).click();
      await frame
        .getByRole('row')
        .filter({ hasText: state })
        .first()
        .getByRole('button', { name: /Details/ })
        .click();
      await frame.getByText('What was asked for').waitFor();
    };
  otherSite.settings.latencyMs = 400;
  const stopped = await startRestore(admin, (await planRestore(admin, backupId, { targetId })).id);
  await until('objects that are written', async () =>
    /Writing objects/.test((await admin.get(`/app/restores/${stopped}?part=body`)).html)
      ? true
      : undefined,
  );
  await admin.post(`/app/restores/${stopped}/stop`);
  await restoreEnded(admin, stopped);
  const id = await startRestore(admin, (await planRestore(admin, backupId, { targetId })).id);
  await until('a good part of the objects', async () =>
    /[3-9]\d\d of/.test((await admin.get(`/app/restores/${id}?part=body`)).html) ? true : undefined,
  );
  await shoot('restore-running', async (frame) => {
    await details('In Progress')(frame);
    await frame.getByText('Writing objects').waitFor(PATIENT);
  });
  otherSite.settings.latencyMs = 0;
  await restoreEnded(admin, id);
  await checkRestore(admin, id);
  await shoot(
    'restore-checked',
    async (frame) => {
      await details('Completed')(frame);
      await frame.getByText('Everything is as in the backup').waitFor();
    },
    { higher: 400 },
  );
  await shoot('restores', async (frame) => {
    await frame.getByRole('button', { name: schema.name, exact: true }).click();
    await frame.getByRole('button', { name: 'Restore history' }).click();
    await frame.getByText('Completed').waitFor();
  });
}
