import { AdminSession } from '../../scripts/admin-session.ts';
import { addTarget } from '../../scripts/restore-steps.ts';
import {
  startSimulators,
  type Simulator,
  type SimulatorOptions,
} from '../../simulator/start-simulator.ts';
import type { Child } from './child.ts';
import { startService, type StartService } from './start-service.ts';
import { connectSite } from './connect-site.ts';

export interface TwoSites {
  here: Simulator;
  there: Simulator;
  service: Child;
  admin: AdminSession;
  schemas: { id: string; name: string }[];
  targetId: string;
  close: () => Promise<void>;
}

interface TwoSitesOptions {
  uri: string;
  /** Of the databases. */
  name: string;
  sites: [SimulatorOptions, SimulatorOptions];
  start?: StartService;
}

/** Two sites, the service installed on the first and synced, the second one a target instance. */
export async function startTwoSites({
  uri,
  name,
  sites,
  start = startService,
}: TwoSitesOptions): Promise<TwoSites> {
  const [here, there] = await startSimulators(sites);
  if (!here || !there) throw new Error('Two pretend sites were not started.');
  const service = await start(uri, name, here.url, [there.url]);
  const { admin, schemas } = await connectSite(here.url, service.url);
  const targetId = await addTarget(admin, {
    name: 'Other site',
    siteUrl: there.url,
    workspaceId: there.workspaceId,
  });
  const close = async (): Promise<void> => {
    service.child.kill('SIGKILL');
    await Promise.all([here.close(), there.close()]);
  };
  return { here, there, service, admin, schemas, targetId, close };
}
