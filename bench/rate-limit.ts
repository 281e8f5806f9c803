import { startSimulator, type Simulator } from '../simulator/start-simulator.ts';
import { AddressGuard } from '../src/atlassian/address/address-guard.ts';
import { CloudSites } from '../src/atlassian/cloud/cloud-sites.ts';
import { SiteBudgets } from '../src/atlassian/budget/site-budgets.ts';
import { systemClock } from '../src/clock.ts';
import type { AssetsReader } from '../src/core/assets/ports/assets-reader.ts';
import { silentLog } from '../src/core/kernel/log.ts';
import { firstSchemaId } from './large-site.ts';
import { percent, type Measurement, type Reading } from './measurement.ts';

const LIMIT_PER_MINUTE = 1_000;
const LATENCY_MS = 300;
const MINUTES = 3;
/** As many calls side by side as a backup makes. */
const WORKERS = 24;

/** Calls through the whole client under a limit and with latency. */
export const rateLimit: Measurement = async () => [await measureUse(true), await measureUse(false)];

async function measureUse(retryAfter: boolean): Promise<Reading> {
  const simulator = await startSimulator({
    seed: 'tiny',
    settings: { totalLimit: LIMIT_PER_MINUTE, latencyMs: LATENCY_MS, retryAfter },
  });
  const budgets = new SiteBudgets(systemClock, {
    acquire: async () => ({
      state: null,
      beat: async () => true,
      release: async () => undefined,
    }),
  });
  const site = openSite(simulator, budgets);
  const stop = new AbortController();
  const callUntilStopped = async (): Promise<void> => {
    while (!stop.signal.aborted)
      await site.schema(firstSchemaId(simulator), stop.signal).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
  };
  const workers = Array.from({ length: WORKERS }, callUntilStopped);
  await new Promise((resolve) => setTimeout(resolve, MINUTES * 60_000));
  const { calls, limited } = simulator.world.stats.json;
  stop.abort(new Error('measured'));
  await Promise.allSettled(workers);
  await budgets.close();
  await simulator.close();
  const share = (calls - limited) / (LIMIT_PER_MINUTE * MINUTES);
  return {
    what: `requests used of 1,000 a minute at 300 ms, ${retryAfter ? 'with' : 'without'} Retry-After, 3 minutes`,
    aim: '≥ 95 %',
    reading: `${percent(share)} (${limited} refused)`,
    met: share >= 0.95,
  };
}

function openSite(simulator: Simulator, budgets: SiteBudgets): AssetsReader {
  return new CloudSites({
    apiUrl: simulator.url,
    requestTimeoutMs: 30_000,
    patienceMs: 60_000,
    clock: systemClock,
    log: silentLog,
    budgets,
    guard: new AddressGuard({ allowed: [simulator.url] }),
  }).open({
    siteUrl: simulator.url,
    workspaceId: simulator.workspaceId,
    email: 'admin@example.com',
    token: 'admin-token',
  });
}
