import type { Simulator } from '../../simulator/start-simulator.ts';
import { backUp } from '../../scripts/demo-steps.ts';
import { median, quantile, type Measurement, type Reading } from '../support/measurement.ts';
import { startTwoSites, type TwoSites } from '../support/start-two-sites.ts';

const ROUNDS = 200;
const MOST = 1.3;
const SHOWN = 'Services';

interface DoorPage {
  what: string;
  path: string;
}

/** Milliseconds of each request. */
interface Times {
  connect: number[];
  forge: number[];
}

/** The same pages of the same tenant through both doors, by turns. */
export const doors: Measurement = async (uri) => {
  const name = `bench_doors_${Date.now()}`;
  const rig = await startTwoSites({ uri, name, sites: [{ seed: 'demo' }, { seed: 'other' }] });
  try {
    rig.here.forge.install(rig.service.url);
    const pages = await preparePages(rig);
    const readings: Reading[] = [];
    for (const page of pages) readings.push(readingOf(page, await measurePage(rig, page)));
    return readings;
  } finally {
    await rig.close();
  }
};

async function preparePages({ admin, schemas }: TwoSites): Promise<DoorPage[]> {
  const schema = schemas.find(({ name }) => name === SHOWN);
  if (!schema) throw new Error(`The pretend site has no schema ${SHOWN}.`);
  const { backupId } = await backUp(admin, schema);
  return [
    { what: 'home', path: '/app/home' },
    { what: 'the page of a schema', path: `/app/schemas/${schema.id}/backups` },
    { what: 'Browse', path: `/app/backups/${backupId}/contents` },
    { what: 'Settings', path: '/app/settings' },
  ];
}

async function measurePage({ here, service }: TwoSites, { path }: DoorPage): Promise<Times> {
  const accountId = here.world.accounts[0]?.accountId ?? '';
  const times: Times = { connect: [], forge: [] };
  const byConnect = (): Promise<number> => timeOfConnect(here, `${service.url}${path}`, accountId);
  const byForge = (): Promise<number> =>
    timeOfForge(here, `${service.url}/forge${path}`, accountId);
  // The first ones fill what is remembered.
  await byConnect();
  await byForge();
  for (let round = 0; round < ROUNDS; round += 1) {
    times.connect.push(await byConnect());
    times.forge.push(await byForge());
  }
  return times;
}

/** Without what the service waited for Jira, which Forge's door asks once in minutes. */
async function timeOfConnect(here: Simulator, url: string, accountId: string): Promise<number> {
  const authorization = `JWT ${here.host.contextToken(accountId)}`;
  const from = performance.now();
  const answer = await fetch(url, { headers: { authorization } });
  await answer.text();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}.`);
  const jiraMs = Number(/dur=([\d.]+)/.exec(answer.headers.get('server-timing') ?? '')?.[1] ?? 0);
  return performance.now() - from - jiraMs;
}

async function timeOfForge({ forge }: Simulator, url: string, accountId: string): Promise<number> {
  const headers = {
    authorization: `Bearer ${forge.fit(undefined, { accountId })}`,
    'x-forge-oauth-user': forge.userToken(accountId),
  };
  const from = performance.now();
  const answer = await fetch(url, { headers });
  const { status } = (await answer.json()) as { status: number };
  if (status !== 200) throw new Error(`${url} answered ${status} in its envelope.`);
  return performance.now() - from;
}

function readingOf({ what }: DoorPage, { connect, forge }: Times): Reading {
  const ratio = median(forge) / median(connect);
  const ends = [forge, connect].map((times) => quantile(times, 0.95).toFixed(1));
  return {
    what: `${what} through Forge's door: median of ${ROUNDS} against Connect's door by turns, both without the wait for Jira`,
    aim: `≤ ${MOST} ×`,
    reading: `${ratio.toFixed(2)} × (${median(forge).toFixed(1)} ms against ${median(connect).toFixed(1)} ms; 95th percentiles ${ends.join(' and ')} ms)`,
    met: ratio <= MOST,
  };
}
