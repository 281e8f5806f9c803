import { silentLog } from '../../src/core/kernel/log.ts';
import { after, afterEach } from 'node:test';
import type { Settings } from '../../simulator/world/settings.ts';
import type { SimType } from '../../simulator/site/records/model.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import type { AddressGuard } from '../../src/atlassian/address/address-guard.ts';
import { CloudSites } from '../../src/atlassian/cloud/cloud-sites.ts';
import { SiteBudgets } from '../../src/atlassian/budget/site-budgets.ts';
import { systemClock } from '../../src/clock.ts';
import type { ObjectInput } from '../../src/core/assets/model/object-input.ts';
import type { AssetsDestination } from '../../src/core/assets/ports/assets-destination.ts';
import type { SiteWait } from '../../src/core/assets/ports/site/site-wait.ts';
import { MemorySiteLeases } from '../support/stand-ins/memory-site-leases.ts';

/**
 * The client on a small pretend site, whose settings are put back after every test; it ends with
 * the test file.
 */
export interface TinyTarget {
  simulator: Simulator;
  settings: Settings;
  open(as?: {
    apiUrl?: string;
    account?: string;
    workspaceId?: string;
    page?: boolean;
    requestTimeoutMs?: number;
    onWait?: (wait: SiteWait | null) => void;
  }): AssetsDestination;
  city: SimType;
  /** A city to be written. */
  input(name: string): ObjectInput;
  /** How many cities have that name. */
  named(name: string): number;
}

/** `guardOf` tells, by the site's address, which addresses the client may call. */
export async function tinyTarget(guardOf: (siteUrl: string) => AddressGuard): Promise<TinyTarget> {
  const simulator = await startSimulator({ seed: 'tiny' });
  const { settings, world } = simulator;
  const calm = structuredClone(settings);
  afterEach(() => {
    Object.assign(settings, structuredClone(calm));
  });
  const budgets = new SiteBudgets(systemClock, new MemorySiteLeases());
  after(async () => {
    await budgets.close();
    await simulator.close();
  });
  const guard = guardOf(simulator.url);
  const sitesAt = (apiUrl: string, requestTimeoutMs: number): CloudSites =>
    new CloudSites({
      apiUrl,
      mediaUrl: simulator.mediaUrl,
      requestTimeoutMs,
      patienceMs: 20_000,
      confirmMs: 0,
      clock: systemClock,
      log: silentLog,
      budgets,
      guard,
    });
  const city = [...world.site.types.values()].find((type) => type.name === 'City')!;
  const cityName = String(
    world.site.attributesOf(city.id).find((attribute) => attribute.label)!.id,
  );
  return {
    simulator,
    settings,
    city,
    open: ({
      apiUrl = simulator.url,
      account = 'admin',
      workspaceId = simulator.workspaceId,
      page = false,
      requestTimeoutMs = 10_000,
      onWait,
    } = {}) =>
      sitesAt(apiUrl, requestTimeoutMs).openTarget(
        {
          siteUrl: simulator.url,
          workspaceId,
          email: `${account}@example.com`,
          token: `${account}-token`,
        },
        { page, ...(onWait ? { onWait } : {}) },
      ),
    input: (name) => ({ typeId: String(city.id), values: { [cityName]: [name] } }),
    named: (name) =>
      world.site.objects
        .idsOfType(city.id)
        .filter((id) => world.site.objects.get(id)!.values[Number(cityName)]![0] === name).length,
  };
}
