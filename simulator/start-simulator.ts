import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assetsRoutes } from './assets/routes.ts';
import { Cloud, type Member } from './cloud.ts';
import { ConnectHost } from './connect-host/connect-host.ts';
import { connectHostRoutes } from './connect-host/routes.ts';
import { controlRoutes } from './control-routes.ts';
import { HttpError, Router, type Answer } from './exchange.ts';
import { faultFor } from './faults.ts';
import { jiraRoutes } from './jira/routes.ts';
import { Limits } from './limits.ts';
import type { Fault, Settings } from './settings.ts';
import { World } from './world.ts';

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
  port?: number;
  seed?: string;
  objects?: number;
  settings?: Partial<Settings>;
  cloud?: Cloud;
  now?: () => number;
}

const BODY_MAX = 50 << 20;
/** Calls of the product; the rest (pages, control) is neither limited nor disturbed nor counted. */
const REST = /^\/(jsm|rest)\//;

/** Starts a pretend Jira Cloud site with Assets and a Connect host on 127.0.0.1; port 0 takes a free one. Sites of one `cloud` answer for each other's workspaces. */
export async function startSimulator({
  port = 0,
  seed = 'demo',
  objects = 1000,
  settings = {},
  cloud = new Cloud(),
  now = Date.now,
}: SimulatorOptions = {}): Promise<Simulator> {
  const siteNumber = cloud.nextSite();
  const world = new World(settings, seed, objects, siteNumber, now);
  const host = new ConnectHost(siteNumber);
  const router = new Router();
  router.add([
    ...controlRoutes(world),
    ...connectHostRoutes(world, host, cloud),
    ...assetsRoutes(world),
    ...jiraRoutes(world, host),
  ]);
  const member: Member = { world, host, router, limits: new Limits() };
  const server: Server = createServer(
    (request, response) => void answer(cloud, member, request, response),
  );
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  );
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  cloud.join(member);
  return {
    url: world.url,
    port: (server.address() as AddressInfo).port,
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

/** What becomes of a request: an answer, a connection that is cut, or one that hangs until the server ends. */
type Outcome = Answer | 'cut' | 'hang';

async function answer(
  cloud: Cloud,
  called: Member,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', called.world.url);
  const { world, router, limits } = cloud.ownerOf(url.pathname, called);
  const match = router.match(method, url.pathname);
  const counted = REST.test(url.pathname);
  const template =
    typeof match === 'object' ? `${method} ${match.route.template}` : `${method} unknown`;
  if (counted) world.stats.begin();
  let outcome: Outcome = 'cut';
  let fault: Fault['kind'] | undefined;
  try {
    const body = await readBody(request);
    if (counted) limits.take(world.settings, template, world.now());
    if (counted) fault = faultFor(world.settings, world.random, method, url.pathname);
    outcome = disturb(world, fault) ?? (await handle());
    async function handle(): Promise<Answer> {
      if (!match) throw new HttpError(404, ['Not found.']);
      if (match === 'wrong-method') throw new HttpError(405, ['Method not allowed.']);
      const result = await match.route.handler({
        method,
        path: url.pathname,
        params: match.params,
        query: url.searchParams,
        body,
        request,
      });
      if (counted)
        await pause(
          world.settings.latencyMs + world.settings.latencyPerObjectMs * (result.objects ?? 0),
        );
      return result;
    }
  } catch (error) {
    const known =
      error instanceof HttpError
        ? error
        : new HttpError(500, [`The pretend site failed: ${(error as Error).message}`]);
    if (counted && known.status !== 429) await pause(world.settings.latencyMs);
    outcome = refusal(known);
  }
  outcome = lostAnswer(fault) ?? outcome;
  if (outcome === 'cut') response.socket?.destroy();
  else if (outcome !== 'hang') send(response, outcome);
  if (counted) world.stats.end(template, typeof outcome === 'string' ? 0 : (outcome.status ?? 200));
}

/** What a fault makes of a request before anything was done. @throws HttpError */
function disturb(world: World, fault: Fault['kind'] | undefined): Outcome | undefined {
  switch (fault) {
    case 'hang':
    case 'cut':
      return fault;
    case 'html':
      return {
        text: '<!doctype html><title>Just a moment</title>',
        headers: { 'content-type': 'text/html' },
      };
    case '429':
      throw new HttpError(
        429,
        ['Rate limit exceeded.'],
        {},
        world.settings.retryAfter ? { 'retry-after': '1' } : {},
      );
    case '500':
    case '503':
      throw toldToFail(Number(fault));
    default:
      return undefined;
  }
}

/** What comes in place of the answer when the fault loses it after the work. */
function lostAnswer(fault: Fault['kind'] | undefined): Outcome | undefined {
  if (fault === '500-after' || fault === '503-after')
    return refusal(toldToFail(Number(fault.slice(0, 3))));
  return fault === 'cut-after' ? 'cut' : fault === 'hang-after' ? 'hang' : undefined;
}

const toldToFail = (status: number): HttpError =>
  new HttpError(status, ['The pretend site was told to fail.']);
const refusal = ({ status, body, headers }: HttpError): Answer => ({ status, json: body, headers });

function send(
  response: ServerResponse,
  { status = 200, json, text, body, headers = {} }: Answer,
): void {
  if (response.destroyed) return;
  const content =
    body ?? (text === undefined ? (json === undefined ? '' : JSON.stringify(json)) : text);
  response.writeHead(status, {
    ...(json === undefined ? {} : { 'content-type': 'application/json;charset=UTF-8' }),
    'content-length': Buffer.byteLength(content),
    ...headers,
  });
  response.end(content);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_MAX) throw new HttpError(413, ['The body is too large.']);
    parts.push(part);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    throw new HttpError(400, ['The body is not JSON.']);
  }
}

const pause = (ms: number): Promise<void> | undefined =>
  ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined;
