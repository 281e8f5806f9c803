import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import type { Settings } from '../../simulator/world/settings.ts';
import { AddressGuard } from '../../src/atlassian/address/address-guard.ts';
import { CloudSites } from '../../src/atlassian/cloud/cloud-sites.ts';
import { SiteBudgets } from '../../src/atlassian/budget/site-budgets.ts';
import { systemClock } from '../../src/clock.ts';
import type { AssetsDestination } from '../../src/core/assets/ports/assets-destination.ts';
import { silentLog } from '../../src/core/kernel/log.ts';
import { firstSchemaId } from '../support/large-site.ts';
import { percent, type Measurement, type Reading } from '../support/measurement.ts';

const LATENCY_MS = 300;
const MINUTES = 3;
/** As many calls side by side as a run makes. */
const WORKERS = 16;
const ANY_SEARCH = 'objectType = "Nothing of this name"';

/** One kind of call, and how many of it the site allows a minute. */
interface Limited {
  /** As the statistics of the site name it. */
  template: RegExp;
  perMinute: number;
  call: (site: AssetsDestination, signal: AbortSignal) => Promise<unknown>;
}

/** Calls through the whole client under limits and with latency. */
export const rateLimit: Measurement = async () => [
  ...(await underLimit(true)),
  ...(await underLimit(false)),
  ...(await underEndpointLimits()),
];

/** All endpoints together. */
async function underLimit(retryAfter: boolean): Promise<Reading[]> {
  const settings = { totalLimit: 1_000, endpointLimits: {}, latencyMs: LATENCY_MS, retryAfter };
  return measureUse(
    settings,
    (simulator) => [
      {
        template: /./,
        perMinute: 1_000,
        call: (site, signal) => site.schema(firstSchemaId(simulator), signal),
      },
    ],
    retryAfter ? 'with Retry-After' : 'without Retry-After',
  );
}

/** Two endpoints at once, each with Atlassian's limit of its own. */
async function underEndpointLimits(): Promise<Reading[]> {
  const endpointLimits = { 'POST object/aql': 1_000, 'POST object/create': 2_000 };
  return measureUse(
    { endpointLimits, latencyMs: LATENCY_MS },
    (simulator) => [
      {
        template: /^POST .*\/object\/aql$/,
        perMinute: 1_000,
        call: (site, signal) => site.search(ANY_SEARCH, 0, 1, signal),
      },
      {
        template: /^POST .*\/object\/create$/,
        perMinute: 2_000,
        call: (site, signal) => site.createObject(newObject(simulator), signal),
      },
    ],
    'limited by itself',
  );
}

/** Calls of every kind, as many as go, for some minutes. */
async function measureUse(
  settings: Partial<Settings>,
  kindsOf: (simulator: Simulator) => Limited[],
  how: string,
): Promise<Reading[]> {
  const simulator = await startSimulator({ seed: 'tiny', settings });
  const kinds = kindsOf(simulator);
  const budgets = new SiteBudgets(systemClock, {
    acquire: async () => ({
      state: null,
      beat: async () => true,
      release: async () => undefined,
    }),
  });
  const stop = new AbortController();
  const callUntilStopped = async ({ call }: Limited): Promise<void> => {
    const site = openSite(simulator, budgets);
    while (!stop.signal.aborted)
      await call(site, stop.signal).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
  };
  const workers = kinds.flatMap((kind) =>
    Array.from({ length: WORKERS }, () => callUntilStopped(kind)),
  );
  await new Promise((resolve) => setTimeout(resolve, MINUTES * 60_000));
  const readings = kinds.map((kind) => readingOf(simulator, kind, how));
  stop.abort(new Error('measured'));
  await Promise.allSettled(workers);
  await budgets.close();
  await simulator.close();
  return readings;
}

function readingOf(simulator: Simulator, { template, perMinute }: Limited, how: string): Reading {
  const counted = Object.entries(simulator.world.stats.json.byTemplate).filter(([name]) =>
    template.test(name),
  );
  const sum = (of: 'calls' | 'limited'): number =>
    counted.reduce((total, [, counts]) => total + counts[of], 0);
  const share = (sum('calls') - sum('limited')) / (perMinute * MINUTES);
  const what = counted.length === 1 ? (counted[0]?.[0].split('/v1/')[1] ?? 'calls') : 'calls';
  return {
    what: `${what}: used of ${perMinute} a minute at ${LATENCY_MS} ms, ${how}, ${MINUTES} minutes`,
    aim: '≥ 95 %',
    reading: `${percent(share)} (${sum('limited')} refused)`,
    met: share >= 0.95,
  };
}

let made = 0;

/** An object of the first type, with a name of its own. */
function newObject({ world: { site } }: Simulator): {
  typeId: string;
  values: Record<string, string[]>;
} {
  const [typeId] = site.types.keys();
  if (typeId === undefined) throw new Error('The pretend site is empty.');
  made += 1;
  return {
    typeId: String(typeId),
    values: { [site.labelAttributeOf(typeId).id]: [`Made ${made}`] },
  };
}

function openSite(simulator: Simulator, budgets: SiteBudgets): AssetsDestination {
  return new CloudSites({
    apiUrl: simulator.url,
    requestTimeoutMs: 30_000,
    patienceMs: 60_000,
    clock: systemClock,
    log: silentLog,
    budgets,
    guard: new AddressGuard({ allowed: [simulator.url] }),
  }).openTarget({
    siteUrl: simulator.url,
    workspaceId: simulator.workspaceId,
    email: 'admin@example.com',
    token: 'admin-token',
  });
}
