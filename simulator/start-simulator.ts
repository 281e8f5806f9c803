import { assetsRoutes } from './assets/assets-routes.ts';
import { answerRequest } from './cloud/answer-request.ts';
import { Cloud, type Member } from './cloud/cloud.ts';
import { ConnectHost } from './connect-host/connect-host.ts';
import { connectHostRoutes } from './connect-host/connect-host-routes.ts';
import { ForgeHost } from './forge-host/forge-host.ts';
import { forgeHostRoutes } from './forge-host/forge-host-routes.ts';
import { controlRoutes } from './control/control-routes.ts';
import { dataCenterRoutes, unknownRoute } from './data-center/data-center-routes.ts';
import type { Route } from './http/exchange.ts';
import { Hosts } from './http/hosts.ts';
import { Router } from './http/router.ts';
import { edgeRoutes } from './jira/edge-routes.ts';
import { jiraRoutes } from './jira/jira-routes.ts';
import { JiraLimits } from './world/jira-limits.ts';
import { Limits } from './world/limits.ts';
import { TokenBuckets } from './world/token-buckets.ts';
import type { Settings } from './world/settings.ts';
import { World } from './world/world.ts';

export interface Simulator {
  /** Where the site is now: another address after a renaming. */
  readonly url: string;
  /** Of its first address. */
  port: number;
  workspaceId: string;
  /** Stays the same when the site is renamed. */
  cloudId: string;
  settings: Settings;
  host: ConnectHost;
  forge: ForgeHost;
  world: World;
  cloud: Cloud;
  /** Where files are uploaded to. */
  mediaUrl: string;
  /**
   * Gives the site another address. Its former ones redirect there, but for what api.atlassian.com
   * answers, and the controls.
   */
  rename(): Promise<string>;
  close(): Promise<void>;
}

export interface SimulatorOptions {
  port?: number | undefined;
  seed?: string | undefined;
  objects?: number | undefined;
  settings?: Partial<Settings> | undefined;
  cloud?: Cloud | undefined;
  now?: (() => number) | undefined;
  /** Where the page of the Forge app was built; without it that page can't be opened. */
  forgePageFolder?: string | undefined;
  /** Of Cloud, unless the seed is a Data Center's. */
  platform?: 'cloud' | 'data-center' | undefined;
}

/**
 * Starts a pretend Jira site with Assets on 127.0.0.1, of Cloud with hosts of Connect and Forge
 * apps or of Data Center; port 0 takes a free one. Sites of one `cloud` answer for each other's
 * workspaces.
 */
export async function startSimulator({
  port = 0,
  seed = 'demo',
  objects = 1000,
  settings = {},
  cloud = new Cloud(),
  now = Date.now,
  forgePageFolder: pageFolder,
  platform = seed === 'dc' ? 'data-center' : 'cloud',
}: SimulatorOptions = {}): Promise<Simulator> {
  const siteNumber = cloud.nextSite();
  const isDataCenter = platform === 'data-center';
  const { media } = cloud;
  const world = new World({ settings, seed, objects, siteNumber, now, media, isDataCenter });
  const host = new ConnectHost(siteNumber);
  const forge = new ForgeHost(world);
  const member = memberOf({ world, host, forge, cloud, pageFolder });
  const hosts = new Hosts(
    (request, response) => void answerRequest(cloud, member, request, response),
  );
  const ownPort = await hosts.open(port);
  await cloud.media.open();
  let url = hostUrl(ownPort);
  world.url = url;
  cloud.join(member);
  return {
    get url() {
      return url;
    },
    port: ownPort,
    get workspaceId() {
      return world.site.workspaceId;
    },
    cloudId: world.cloudId,
    settings: world.settings,
    host,
    forge,
    world,
    cloud,
    mediaUrl: cloud.media.url,
    rename: async () => {
      world.formerPorts.add(Number(new URL(url).port));
      url = hostUrl(await hosts.open(0));
      world.url = url;
      return url;
    },
    close: async () => {
      cloud.leave(member);
      await hosts.close();
      await cloud.media.close();
    },
  };
}

interface SiteParts {
  world: World;
  host: ConnectHost;
  forge: ForgeHost;
  cloud: Cloud;
  pageFolder: string | undefined;
}

function memberOf(parts: SiteParts): Member {
  const { world, host } = parts;
  const { isDataCenter } = world;
  const router = new Router();
  router.add([
    ...controlRoutes(world),
    ...(isDataCenter ? dataCenterRoutes(world) : cloudRoutes(parts)),
  ]);
  return {
    world,
    host,
    router,
    limits: new Limits(),
    jiraLimits: new JiraLimits(),
    buckets: new TokenBuckets(),
    contextPath: () => world.settings.contextPath,
    unknownRoute: isDataCenter ? unknownRoute : undefined,
  };
}

const cloudRoutes = ({ world, host, forge, cloud, pageFolder }: SiteParts): Route[] => [
  ...connectHostRoutes({ world, host, findInstallKey: (kid) => cloud.findInstallKey(kid) }),
  ...forgeHostRoutes({ world, host: forge, pageFolder }),
  ...assetsRoutes(world, forge),
  ...jiraRoutes(world, host, forge),
  ...edgeRoutes(world),
];

const hostUrl = (port: number): string => `http://127.0.0.1:${port}`;

/** Several sites of one cloud, the first one as a single site is. */
export async function startSimulators(options: SimulatorOptions[]): Promise<Simulator[]> {
  const cloud = options.find((each) => each.cloud)?.cloud ?? new Cloud();
  const started: Simulator[] = [];
  for (const each of options) started.push(await startSimulator({ ...each, cloud }));
  return started;
}
