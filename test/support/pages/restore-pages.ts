import type { Frame } from 'playwright-core';
import { backUp } from '../../../scripts/demo-steps.ts';
import { runningApp } from '../running-app.ts';
import { browserPages } from './open-page.ts';

export const PATIENT = { timeout: 30_000 };
/** The primary button of Review, which names the number. */
export const RUN = /^Restore [\d,]+ objects?$/;

/** A running app with a backup of the schema Computers, in a browser. */
export async function restorePages() {
  const running = await runningApp({ site: { seed: 'demo' } });
  const { simulator } = running;
  const { open, noProblems } = await browserPages(simulator);
  const computers = running.schemas.find(({ name }) => name === 'Computers')!;
  await backUp(running.admin, computers);
  const restoreButton = (frame: Frame) =>
    frame.locator(`#schema-${computers.id}`).getByRole('button', { name: 'Restore', exact: true });
  /** Opens the first step from the grid. */
  const wizard = async (frame: Frame): Promise<void> => {
    await restoreButton(frame).click(PATIENT);
    await frame.getByRole('heading', { name: /Restore Computers/ }).waitFor(PATIENT);
  };
  /** The names of a schema's types; undefined where there is no such schema. */
  const typesOnSite = (name: string): string[] | undefined => {
    const { site } = simulator.world;
    const schema = [...site.schemas.values()].find((each) => each.name === name);
    return (
      schema &&
      [...site.types.values()]
        .filter((type) => type.schemaId === schema.id)
        .map((type) => type.name)
        .sort()
    );
  };
  return { simulator, open, noProblems, computers, restoreButton, wizard, typesOnSite };
}
