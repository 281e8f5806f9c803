import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assetsRoutes } from './assets/routes.ts';
import { ConnectHost } from './connect-host/connect-host.ts';
import { connectHostRoutes } from './connect-host/routes.ts';
import { controlRoutes } from './control-routes.ts';
import { HttpError, Router, type Answer } from './exchange.ts';
import { faultFor } from './faults.ts';
import { jiraRoutes } from './jira/routes.ts';
import { Limits } from './limits.ts';
import type { Settings } from './settings.ts';
import { World } from './world.ts';

export interface Simulator { url: string; port: number; workspaceId: string; settings: Settings; host: ConnectHost; world: World; close(): Promise<void> }
export interface SimulatorOptions { port?: number; seed?: string; objects?: number; settings?: Partial<Settings> }

const BODY_MAX = 50 << 20;
/** Calls of the product; the rest (pages, control) is neither limited nor disturbed nor counted. */
const REST = /^\/(jsm|rest)\//;

/** Starts a pretend Jira Cloud site with Assets and a Connect host on 127.0.0.1; port 0 takes a free one. */
export async function startSimulator({ port = 0, seed = 'demo', objects = 1000, settings = {} }: SimulatorOptions = {}): Promise<Simulator> {
  const world = new World(settings, seed, objects);
  const host = new ConnectHost();
  const router = new Router();
  router.add([...controlRoutes(world), ...connectHostRoutes(world, host), ...assetsRoutes(world), ...jiraRoutes(world, host)]);
  const limits = new Limits();
  const server: Server = createServer((request, response) => void answer(world, router, limits, request, response));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: world.url, port: (server.address() as AddressInfo).port, get workspaceId() { return world.site.workspaceId; }, settings: world.settings, host, world,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

async function answer(world: World, router: Router, limits: Limits, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', world.url);
  const match = router.match(method, url.pathname);
  const counted = REST.test(url.pathname);
  const template = typeof match === 'object' ? `${method} ${match.route.template}` : `${method} unknown`;
  if (counted) world.stats.begin();
  let status = 500;
  try {
    const body = await readBody(request);
    if (counted) {
      limits.take(world.settings, template, Date.now());
      if (await disturb(world, method, url.pathname, response)) { status = 0; return; }
    }
    if (!match) throw new HttpError(404, ['Not found.']);
    if (match === 'wrong-method') throw new HttpError(405, ['Method not allowed.']);
    const result = await match.route.handler({ method, path: url.pathname, params: match.params, query: url.searchParams, body, request });
    if (counted) await pause(world.settings.latencyMs + world.settings.latencyPerObjectMs * (result.objects ?? 0));
    status = result.status ?? 200;
    send(response, status, result);
  } catch (error) {
    const known = error instanceof HttpError ? error : new HttpError(500, [`The pretend site failed: ${(error as Error).message}`]);
    if (counted && known.status !== 429) await pause(world.settings.latencyMs);
    status = known.status;
    send(response, status, { json: known.body, headers: known.headers });
  } finally {
    if (counted) world.stats.end(template, status);
  }
}

/** Whether the request was disposed of by a fault. */
async function disturb(world: World, method: string, path: string, response: ServerResponse): Promise<boolean> {
  const fault = faultFor(world.settings, world.random, method, path);
  switch (fault) {
    case undefined: return false;
    case 'hang': return true; // answered never: the connection ends with the server
    case 'cut': response.socket?.destroy(); return true;
    case 'html': send(response, 200, { text: '<!doctype html><title>Just a moment</title>', headers: { 'content-type': 'text/html' } }); return true;
    case '429': throw new HttpError(429, ['Rate limit exceeded.'], {}, world.settings.retryAfter ? { 'retry-after': '1' } : {});
    default: throw new HttpError(Number(fault), ['The pretend site was told to fail.']);
  }
}

function send(response: ServerResponse, status: number, { json, text, body, headers = {} }: Answer): void {
  if (response.destroyed) return;
  const content = body ?? (text === undefined ? (json === undefined ? '' : JSON.stringify(json)) : text);
  response.writeHead(status, { ...(json === undefined ? {} : { 'content-type': 'application/json;charset=UTF-8' }), 'content-length': Buffer.byteLength(content), ...headers });
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

const pause = (ms: number): Promise<void> | undefined => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined);
