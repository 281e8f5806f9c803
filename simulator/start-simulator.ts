import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assetsRoutes } from './assets/assets-routes.ts';
import { answerRequest } from './cloud/answer-request.ts';
import { Cloud, type Member } from './cloud/cloud.ts';
import { ConnectHost } from './connect-host/connect-host.ts';
import { connectHostRoutes } from './connect-host/connect-host-routes.ts';
import { controlRoutes } from './control/control-routes.ts';
import { Router } from './http/router.ts';
import { jiraRoutes } from './jira/jira-routes.ts';
import { Limits } from './world/limits.ts';
import type { Settings } from './world/settings.ts';
import { World } from './world/world.ts';

export interface Simulator {
  url: string;
  port: number;
  workspaceId: string;
  settings: Settings;
  host: ConnectHost;
  world: World;
  cloud: Cloud;
  close(): Promise<void>;
}

export interface SimulatorOptions {
  port?: number | undefined;
  seed?: string | undefined;
  objects?: number | undefined;
  settings?: Partial<Settings> | undefined;
  cloud?: Cloud | undefined;
  now?: (() => number) | undefined;
}

/**
 * Starts a pretend Jira Cloud site with Assets and a Connect host on 127.0.0.1; port 0 takes a free
 * one. Sites of one `cloud` answer for each other's workspaces.
 */
export async function startSimulator({
  port = 0,
  seed = 'demo',
  objects = 1000,
  settings = {},
  cloud = new Cloud(),
  now = Date.now,
}: SimulatorOptions = {}): Promise<Simulator> {
  const siteNumber = cloud.nextSite();
  const world = new World({ settings, seed, objects, siteNumber, now });
  const host = new ConnectHost(siteNumber);
  const router = new Router();
  router.add([
    ...controlRoutes(world),
    ...connectHostRoutes({ world, host, findInstallKey: (kid) => cloud.findInstallKey(kid) }),
    ...assetsRoutes(world),
    ...jiraRoutes(world, host),
  ]);
  const member: Member = { world, host, router, limits: new Limits() };
  const server = createServer(
    (request, response) => void answerRequest(cloud, member, request, response),
  );
  const ownPort = await listen(server, port);
  world.url = `http://127.0.0.1:${ownPort}`;
  cloud.join(member);
  return {
    url: world.url,
    port: ownPort,
    get workspaceId() {
      return world.site.workspaceId;
    },
    settings: world.settings,
    host,
    world,
    cloud,
    close: () =>
      new Promise((resolve) => {
        cloud.leave(member);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Several sites of one cloud, the first one as a single site is. */
export async function startSimulators(options: SimulatorOptions[]): Promise<Simulator[]> {
  const cloud = options.find((each) => each.cloud)?.cloud ?? new Cloud();
  const started: Simulator[] = [];
  for (const each of options) started.push(await startSimulator({ ...each, cloud }));
  return started;
}

/** On 127.0.0.1; returns the port. */
async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  );
  return (server.address() as AddressInfo).port;
}
