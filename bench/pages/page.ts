import { backUp } from '../../scripts/demo-steps.ts';
import { planRestore } from '../../scripts/restore-steps.ts';
import type { Connection } from 'mongoose';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { BackupLoad } from './backup-load.ts';
import { fillPages, growPlan } from './fill-pages.ts';
import { median, quantile, type Measurement, type Reading } from '../support/measurement.ts';
import { startTwoSites, type TwoSites } from '../support/start-two-sites.ts';
import { startPageServer } from '../support/start-service.ts';

const MOST_ROUNDS = 200;
/** A slow page is asked for less often, so that all of them are measured within minutes. */
const LONGEST_MS = 50_000;
const LEAST_ROUNDS = 40;
const JIRA_LATENCY_MS = 120;
const BACKED_UP = ['Computers', 'People', 'Licences', 'Offices'];
/** The schema whose page has 2,000 backups, and whose plan is reviewed. */
const SHOWN = 'Services';

interface MeasuredPage {
  what: string;
  path: (round: number) => string;
  /** The query with as many rows. */
  bare: string;
  most: number;
}

/** Milliseconds of each request; `jira`: what the service waited for it, which is not in `page`. */
interface Times {
  page: number[];
  bare: number[];
  jira: number[];
  /** Backups in hand meanwhile, on average. */
  backups: number;
}

interface Rig extends TwoSites {
  database: Connection;
}

/** Server time of pages while four backups run, against a bare route in the same process. */
export const page: Measurement = async function* (uri) {
  const rig = await startRig(uri);
  try {
    const pages = await preparePages(rig);
    rig.here.settings.latencyMs = JIRA_LATENCY_MS;
    const backedUp = rig.schemas.filter(({ name }) => BACKED_UP.includes(name));
    const ids = backedUp.map(({ id }) => id);
    const load = new BackupLoad(rig.admin, rig.database, ids);
    await load.start();
    for (const each of pages) yield readingOf(each, await measurePage(rig, load, each));
    await load.stop();
  } finally {
    await rig.close();
  }
};

async function startRig(uri: string): Promise<Rig> {
  const name = `bench_page_${Date.now()}`;
  const sites = await startTwoSites({
    uri,
    name,
    sites: [{ seed: 'demo' }, { seed: 'other' }],
    start: startPageServer,
  });
  const database = await connectDatabase(uri, name);
  const close = async (): Promise<void> => {
    await database.close();
    await sites.close();
  };
  return { ...sites, database, close };
}

async function preparePages({ admin, database, schemas, targetId }: Rig): Promise<MeasuredPage[]> {
  const schema = schemas.find(({ name }) => name === SHOWN);
  if (!schema) throw new Error(`The pretend site has no schema ${SHOWN}.`);
  const { backupId } = await backUp(admin, schema);
  const { id: planId } = await planRestore(admin, backupId, { targetId });
  const runs = database.collection<{ _id: string; tenantId: string }>('runs');
  const tenantId = (await runs.findOne({ _id: planId }))?.tenantId ?? '';
  await fillPages(database, schema.id);
  await growPlan(database, tenantId, planId);
  const bare = (query: string, fields: Record<string, string>): string =>
    `${query}?${new URLSearchParams({ tenantId, ...fields })}`;
  return [
    {
      what: 'home, overview and 25 of 2,000 schemas, 20,000 runs',
      path: () => '/app/home',
      bare: bare('schemas', { rows: '25' }),
      most: 2,
    },
    {
      what: 'rows of the grid, 25 of 2,000 schemas, every page, with and without a search',
      path: (round) => `/app/schemas?${gridQuery(round)}`,
      bare: bare('schemas', { rows: '25' }),
      most: 2,
    },
    {
      what: 'Activity, 20,000 runs',
      path: () => '/app/activity',
      bare: bare('runs', { rows: '25' }),
      most: 3,
    },
    {
      what: 'the page of a schema with 2,000 backups',
      path: () => `/app/schemas/${schema.id}/backups`,
      bare: bare('backups', { catalogId: schema.id, rows: '20' }),
      most: 3,
    },
    {
      what: 'Review with 100,000 unresolved things',
      path: () => `/app/restores/${planId}/plan`,
      bare: bare('run', { id: planId }),
      most: 3,
    },
  ];
}

/** Every page, with and without deleted schemas, with and without a search. */
const gridQuery = (round: number): URLSearchParams =>
  new URLSearchParams({
    page: String(1 + (round % 80)),
    hideDeleted: round % 2 ? 'on' : '',
    search: round % 3 ? '' : 's',
  });

/** By turns, so that both meet the same load. */
async function measurePage(
  { here, service }: Rig,
  load: BackupLoad,
  measured: MeasuredPage,
): Promise<Times> {
  const answer = await fetch(`${here.url}/_simulator/context-token`, {
    method: 'POST',
    body: JSON.stringify({ accountId: 'admin@example.com' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const [, bareUrl = ''] = service.found;
  const times: Times = { page: [], bare: [], jira: [], backups: 0 };
  const until = performance.now() + LONGEST_MS;
  load.takeMean();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (round >= LEAST_ROUNDS && performance.now() > until) break;
    const shown = await request(`${service.url}${measured.path(round)}`, token);
    times.page.push(shown.ms - shown.jiraMs);
    times.jira.push(shown.jiraMs);
    times.bare.push((await request(`${bareUrl}/${measured.bare}`)).ms);
  }
  times.backups = load.takeMean();
  return times;
}

async function request(url: string, token?: string): Promise<{ ms: number; jiraMs: number }> {
  const from = performance.now();
  const answer = await fetch(url, token ? { headers: { authorization: `JWT ${token}` } } : {});
  await answer.text();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}.`);
  const jiraMs = Number(/dur=([\d.]+)/.exec(answer.headers.get('server-timing') ?? '')?.[1] ?? 0);
  return { ms: performance.now() - from, jiraMs };
}

function readingOf({ what, most }: MeasuredPage, times: Times): Reading {
  const { page: own, bare, jira, backups } = times;
  const [p95, floor] = [quantile(own, 0.95), quantile(bare, 0.95)];
  const ratio = p95 / floor;
  return {
    what: `${what}: 95th percentile of ${own.length} while ${backups.toFixed(1)} backups run, without the wait for Jira (permission, ${JIRA_LATENCY_MS} ms latency), against a bare Express route of as many rows in the same process`,
    aim: `≤ ${most} ×`,
    reading: `${ratio.toFixed(1)} × (${p95.toFixed(0)} ms against ${floor.toFixed(0)} ms; medians ${median(own).toFixed(1)} and ${median(bare).toFixed(1)} ms; Jira took ${median(jira).toFixed(0)} ms)`,
    met: ratio <= most,
  };
}
