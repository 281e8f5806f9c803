/**
 * The pretend sites of a fixture, with the content that they had when it was made: same ids, same
 * keys, same dates.
 */
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import type { Settings } from '../../simulator/world/settings.ts';
import { FIXTURES, readCompressed, type FixtureName, type SiteStep } from './fixture-name.ts';

/** The switches as they stood when the fixtures were made: ids and keys follow from them. */
const AS_BEFORE: Partial<Settings> = {
  allowedStatuses: false,
  autoAttributes: 'fixed',
  createdWithValues: true,
  emptyStatus: 204,
  endpointLimits: {},
  extraMembers: false,
  filterNames: 'qlQuery',
  keyNumbers: 'count',
  parentIdAs: 'number',
  statusOfWorkspace: false,
  strictValues: false,
  userGroups: false,
};

/** The clock of the sites: stands where the last step put it, until it is let go. */
class SiteClock {
  #standsAt: number | undefined = Date.now();

  now = (): number => this.#standsAt ?? Date.now();

  standAt(at: number): void {
    this.#standsAt = at;
  }

  letGo(): void {
    this.#standsAt = undefined;
  }
}

export interface PreparedSites {
  sites: Simulator[];
  clock: SiteClock;
  /** Address in the fixture → address of the site that stands in for it. */
  addresses: Record<string, string>;
  close(): Promise<void>;
}

/** Starts the sites of a fixture as on their first day, side by side in one cloud. */
export async function startSites(name: FixtureName, ports: number[]): Promise<PreparedSites> {
  const clock = new SiteClock();
  const sites: Simulator[] = [];
  const addresses: Record<string, string> = {};
  for (const [at, spec] of FIXTURES[name].entries()) {
    const cloud = sites[0] ? { cloud: sites[0].cloud } : {};
    const { seed } = spec;
    const port = ports[at] ?? 0;
    const settings = { ...AS_BEFORE };
    const site = await startSimulator({ seed, port, now: clock.now, settings, ...cloud });
    sites.push(site);
    addresses[`http://127.0.0.1:${spec.port}`] = site.url;
  }
  const close = async (): Promise<void> => {
    await Promise.all(sites.map((site) => site.close()));
  };
  return { sites, clock, addresses, close };
}

const CREDENTIALS = Buffer.from('admin@example.com:admin-token').toString('base64');
export const ADMIN = { authorization: `Basic ${CREDENTIALS}`, 'content-type': 'application/json' };

/** Does one step; what the site makes of it is as it was then, a refusal too. */
export async function playStep({ sites, clock }: PreparedSites, step: SiteStep): Promise<Response> {
  const site = sites[step.site];
  if (!site) throw new Error(`There is no site ${step.site}.`);
  clock.standAt(step.at);
  const body = step.body === undefined ? {} : { body: JSON.stringify(step.body) };
  return fetch(`${site.url}${step.path}`, { method: step.method, headers: ADMIN, ...body });
}

/**
 * Starts the sites of a fixture and does everything that was done to them. Without `ports` free
 * ones
 * are taken. Afterwards their clock goes on as that of this machine.
 */
export async function prepareSites(
  name: FixtureName,
  ports: number[] = [],
): Promise<PreparedSites> {
  const prepared = await startSites(name, ports);
  const steps: SiteStep[] = JSON.parse(readCompressed(name, 'sites.zst'));
  for (const step of steps) await (await playStep(prepared, step)).arrayBuffer();
  prepared.clock.letGo();
  return prepared;
}
