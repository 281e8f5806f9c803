/**
 * What a backup of a Data Center costs the site, beside one of Cloud with the same content: calls,
 * memory, and how much longer somebody else waits there while it runs.
 */
import { AdminSession } from '../../scripts/admin-session.ts';
import { addDataCenter } from '../../scripts/add-data-center.ts';
import { backUp, plain, sync } from '../../scripts/demo-steps.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import type { Settings } from '../../simulator/world/settings.ts';
import { Bystander } from './bystander.ts';
import { peakOf, type Child } from '../support/child.ts';
import type { Measurement, Reading } from '../support/measurement.ts';
import { startService } from '../support/start-service.ts';
import { connectSite } from '../support/connect-site.ts';

const OBJECTS = 300;
/** Pages of this size make a backup long enough to be felt. */
const PAGE_SIZE = 10;
/** The ceiling of the service where nothing is set. */
const PER_MINUTE = 1_200;
const LATENCY_MS = 150;
const AT_EASE = 4;
const WATCHED_MS = 5_000;

interface Costs {
  calls: number;
  /** Those of them that ask Jira for people: Assets doesn't tell emails. */
  people: number;
  seconds: number;
}

interface Rig {
  service: Child;
  admin: AdminSession;
  schemas: { id: string; name: string }[];
}

export const dataCenter: Measurement = async (uri) => {
  const cloud = await startSimulator(large({ endpointLimits: {} }));
  const servers = [
    await startSimulator({ ...large({ maxPageSize: PAGE_SIZE }), platform: 'data-center' }),
    await startSimulator({ ...large(CROWDED), platform: 'data-center' }),
  ];
  const sites = [cloud, ...servers];
  try {
    const ofCloud = await inService(uri, sites, ({ admin, schemas }) =>
      costsOf(cloud, admin, schemas[0]),
    );
    const ofServers = await inService(uri, sites, (rig) => measureServers(rig, servers));
    return readingsOf(ofCloud, ofServers);
  } finally {
    await Promise.all(sites.map((site) => site.close()));
  }
};

const CROWDED = { maxPageSize: PAGE_SIZE, latencyMs: LATENCY_MS, callsAtEase: AT_EASE };
const large = (settings: Partial<Settings>) => ({ seed: 'large', objects: OBJECTS, settings });

/** A service of its own, whose memory is that of this work alone. */
async function inService<T>(
  uri: string,
  [cloud, ...others]: Simulator[],
  work: (rig: Rig) => Promise<T>,
): Promise<{ found: T; peakMb: number }> {
  if (!cloud) throw new Error('There is no Cloud site.');
  const name = `bench_dc_${Date.now()}`;
  const urls = others.map(({ url }) => url);
  const service = await startService(uri, name, cloud.url, urls);
  try {
    const { admin, schemas } = await connectSite(cloud.url, service.url);
    const found = await work({ service, admin, schemas });
    return { found, peakMb: peakOf(service) };
  } finally {
    service.child.kill('SIGKILL');
  }
}

/** What one backup asks of a site. */
async function costsOf(
  { world }: Simulator,
  admin: AdminSession,
  schema: { id: string; name: string } | undefined,
): Promise<Costs> {
  if (!schema) throw new Error('The pretend site has no schema.');
  world.stats.reset();
  const from = performance.now();
  await backUp(admin, schema);
  const { calls, byTemplate } = world.stats.json;
  const people = ['user', 'user/list']
    .map((path) => byTemplate[`GET /rest/api/2/${path}`]?.calls ?? 0)
    .reduce((sum, each) => sum + each, 0);
  return { calls, people, seconds: (performance.now() - from) / 1000 };
}

interface ServerFindings {
  quick: Costs;
  /** By how much longer somebody else waits. */
  felt: number;
  waitMs: { alone: number; beside: number };
  crowded: Costs;
}

async function measureServers(
  { admin }: Rig,
  [quick, crowded]: Simulator[],
): Promise<ServerFindings> {
  if (!quick || !crowded) throw new Error('Two Data Centers were not started.');
  for (const [name, { url }] of Object.entries({ Quick: quick, Crowded: crowded }))
    await addDataCenter(admin, { name, siteUrl: url });
  await sync(admin);
  const ofQuick = await costsOf(quick, admin, await schemaOn(admin, quick));
  const bystander = new Bystander(crowded.url);
  const alone = await bystander.watch(new Promise((resolve) => setTimeout(resolve, WATCHED_MS)));
  const backup = costsOf(crowded, admin, await schemaOn(admin, crowded));
  const beside = await bystander.watch(backup);
  const { calls, people, seconds } = await backup;
  return {
    quick: ofQuick,
    felt: beside.meanMs / alone.meanMs,
    waitMs: { alone: alone.meanMs, beside: beside.meanMs },
    crowded: { calls: calls - beside.calls, people, seconds },
  };
}

/** The schema of that site in the grid. */
async function schemaOn(
  admin: AdminSession,
  { url }: Simulator,
): Promise<{ id: string; name: string }> {
  const { html } = await admin.get(`/app/schemas?instance=${encodeURIComponent(url)}`);
  const [, id, name] =
    /class="pick" id="pick-([^"]+)"[^>]*aria-label="Select ([^"]*)"/.exec(html) ?? [];
  if (!id || !name) throw new Error(`The grid lists no schema of ${url}: ${plain(html)}`);
  return { id, name };
}

function readingsOf(
  cloud: { found: Costs; peakMb: number },
  { found, peakMb }: { found: ServerFindings; peakMb: number },
): Reading[] {
  const { quick, felt, waitMs, crowded } = found;
  const perMinute = quick.calls / (quick.seconds / 60);
  const perObject = (quick.calls - quick.people) / OBJECTS;
  const extraMb = peakMb - cloud.peakMb;
  return [
    {
      what: `backup of a Data Center, ${OBJECTS} objects in pages of ${PAGE_SIZE}: calls of Assets an object`,
      aim: `≤ ${(5 / PAGE_SIZE).toFixed(2)}, five times a page for each ${PAGE_SIZE}`,
      reading: `${perObject.toFixed(3)} (${quick.calls} calls, ${quick.people} of them for the emails of people; Cloud, with its own pages: ${(cloud.found.calls / OBJECTS).toFixed(3)})`,
      met: perObject <= 5 / PAGE_SIZE,
    },
    {
      what: `share of the ceiling of ${PER_MINUTE} calls a minute, where the site is quick`,
      aim: '≤ 105 %',
      reading: `${((perMinute / PER_MINUTE) * 100).toFixed(0)} % (${perMinute.toFixed(0)} a minute)`,
      met: perMinute <= 1.05 * PER_MINUTE,
    },
    {
      what: `a call of somebody else while a backup runs, on a site at ease with ${AT_EASE} calls of ${LATENCY_MS} ms`,
      aim: '≤ 1.2 ×',
      reading: `${felt.toFixed(2)} × (${waitMs.beside.toFixed(0)} ms against ${waitMs.alone.toFixed(0)} ms; the backup made ${(crowded.calls / crowded.seconds).toFixed(1)} calls a second)`,
      met: felt <= 1.2,
    },
    {
      what: `peak memory of the service after two backups of Data Centers, against one of Cloud with as many objects`,
      aim: '≤ + 60 MB',
      reading: `+ ${extraMb.toFixed(0)} MB (${peakMb.toFixed(0)} and ${cloud.peakMb.toFixed(0)} MB)`,
      met: extraMb <= 60,
    },
  ];
}
