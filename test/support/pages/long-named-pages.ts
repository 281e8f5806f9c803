import { after } from 'node:test';
import { sync } from '../../../scripts/demo-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { runningApp } from '../running-app.ts';
import { everyPage } from './every-page.ts';
import { browserPages } from './open-page.ts';
import { plantLongNames } from './plant-long-names.ts';

/** Every page and dialog of an app whose site has long and odd names; `about`: whose they are. */
export async function longNamedPages(about: string) {
  const other = await startSimulator({ seed: 'tiny' });
  after(() => other.close());
  const running = await runningApp({
    stage: 'set-up',
    site: { cloud: other.cloud },
    settings: { PRETEND_SITE_ADDRESSES: other.url, RESTORE_SETTLE_SECONDS: '0' },
  });
  const { open, noProblems } = await browserPages(running.simulator);
  plantLongNames(running.simulator.world.site);
  const schemas = await sync(running.admin);
  const schema = schemas.find(({ name }) => name === about)!;
  const pages = await everyPage({ running, other, schema });
  return { open, noProblems, pages };
}
