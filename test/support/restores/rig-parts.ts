import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import {
  startSimulators,
  type Simulator,
  type SimulatorOptions,
} from '../../../simulator/start-simulator.ts';
import { systemClock } from '../../../src/clock.ts';
import { composeSites, type Sites } from '../../../src/compose/compose-sites.ts';
import { composeStores, type Stores } from '../../../src/compose/storage/compose-stores.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { SitePlaces } from '../../../src/core/use-cases/upkeep/site-places.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { NO_LIMITS } from '../sites/no-limits.ts';
import { MemorySiteLeases } from '../stand-ins/memory-site-leases.ts';
import { testDatabase } from '../databases/test-database.ts';

const SETTLE_MS = 150;

/**
 * The kind of the sites of tests that name none. On a Data Center, names are taken as they are:
 * what it does with others is told elsewhere.
 */
const OF_KIND: SimulatorOptions =
  process.env['SITE_KIND'] === 'data-center'
    ? { platform: 'data-center', settings: { reservedCharacters: false } }
    : {};

export interface RigOptions {
  clock?: Clock;
  settleMs?: number;
  requestTimeoutMs?: number;
  patienceMs?: number;
}

export interface RigParts {
  here: Simulator;
  there: Simulator | undefined;
  connection: Connection;
  openConnection: () => Promise<Connection>;
  clock: Clock;
  settleMs: number;
  stores: Stores;
  sites: Sites;
}

/** Starts one or two sites, and what the service keeps and asks of them. */
export async function startRigParts(
  sites: SimulatorOptions[],
  options: RigOptions,
): Promise<RigParts> {
  const clock = options.clock ?? systemClock;
  const { connection, open } = await testDatabase();
  const unlimited = sites.map((site) => ({
    ...OF_KIND,
    ...site,
    settings: { ...NO_LIMITS, ...OF_KIND.settings, ...site.settings },
  }));
  const [here, there] = (await startSimulators(unlimited)) as [Simulator, Simulator | undefined];
  const keyRing = new KeyRing(new Map([['k', randomBytes(32)]]));
  const stores = composeStores({
    service: connection,
    storage: connection,
    keyRing,
    kinds: runKinds,
    clock,
  });
  const composed = composeSites({
    sites: stores.sites,
    places: new SitePlaces(stores),
    leases: new MemorySiteLeases(),
    settings: {
      atlassianApiUrl: here.url,
      mediaUrl: here.mediaUrl,
      requestTimeoutMs: options.requestTimeoutMs ?? 2_000,
      patienceMs: options.patienceMs ?? 8_000,
      confirmMs: 0,
      pretendAddresses: [here.mediaUrl, ...[here, there].flatMap((site) => site?.url ?? [])],
    },
    clock,
    log: silentLog,
  });
  await ensureIndexes(connection);
  return {
    here,
    there,
    connection,
    openConnection: open,
    clock,
    settleMs: options.settleMs ?? SETTLE_MS,
    stores,
    sites: composed,
  };
}
