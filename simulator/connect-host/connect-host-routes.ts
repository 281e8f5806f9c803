import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer, Exchange, Route } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { paramOf } from '../http/param-of.ts';
import type { World } from '../world/world.ts';
import { adminPage } from './admin-page.ts';
import type { ConnectHost } from './connect-host.ts';
import { pagesOf } from './descriptor.ts';

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

interface ConnectHostOptions {
  world: World;
  host: ConnectHost;
  /** The public key behind a signed lifecycle call of any site. */
  findInstallKey: (kid: string) => string | undefined;
}

/** What Jira serves to apps and to the browser: lifecycle, signed addresses, the page around. */
export function connectHostRoutes(options: ConnectHostOptions): Route[] {
  return [...lifecycleRoutes(options), ...tokenRoutes(options), ...pageRoutes(options)];
}

function lifecycleRoutes({ world, host, findInstallKey }: ConnectHostOptions): Route[] {
  return [
    {
      method: 'GET',
      template: '/_simulator/install-keys/:kid',
      handler: (exchange) => {
        const key = findInstallKey(paramOf(exchange, 'kid'));
        if (key === undefined) throw new HttpError(404, ['No such key.']);
        return { text: key, headers: { 'content-type': 'application/x-pem-file' } };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/install',
      handler: async ({ body }) => {
        const { appUrl } = body as { appUrl: string };
        const app = await refuseWithReason(host.install(appUrl, world.url));
        return { json: { clientKey: app.clientKey, key: app.key } };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/uninstall',
      handler: async () => {
        await refuseWithReason(host.uninstall(world.url));
        return { json: {} };
      },
    },
  ];
}

function tokenRoutes({ world, host }: ConnectHostOptions): Route[] {
  return [
    {
      method: 'POST',
      template: '/_simulator/page-url',
      handler: ({ body }) => {
        const { accountId, path: page } = body as { accountId: string; path: string };
        return { json: { url: host.pageUrl(accountIdOf(world, accountId), page, world.url) } };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/context-token',
      handler: ({ body }) => {
        const { accountId } = body as { accountId: string };
        return { json: { token: host.contextToken(accountIdOf(world, accountId)) } };
      },
    },
  ];
}

function pageRoutes({ world, host }: ConnectHostOptions): Route[] {
  return [
    fileRoute('all.js', JAVASCRIPT, { 'access-control-allow-origin': '*' }),
    fileRoute('admin-page.js', JAVASCRIPT),
    fileRoute('admin-page.css', CSS),
    { method: 'GET', template: '/', handler: () => redirectHome(host) },
    {
      method: 'GET',
      template: '/jira/settings/apps/:moduleKey',
      handler: (exchange: Exchange) => adminPage(world, host, exchange),
    },
  ];
}

function fileRoute(name: string, type: string, headers: Record<string, string> = {}): Route {
  return {
    method: 'GET',
    template: `/_simulator/${name}`,
    handler: () => ({
      body: readFileSync(path.join(import.meta.dirname, name)),
      headers: { 'content-type': type, ...headers },
    }),
  };
}

function redirectHome({ app }: ConnectHost): Answer {
  const location = app
    ? `/jira/settings/apps/${pagesOf(app.descriptor)[0]?.key}`
    : '/_simulator/stats';
  return { status: 302, text: '', headers: { location } };
}

/** An email does for the id. */
function accountIdOf(world: World, name: string): string {
  return world.accounts.find((account) => account.email === name)?.accountId ?? name;
}

/** @throws HttpError 502 with what the work failed with */
async function refuseWithReason<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new HttpError(502, [(error as Error).message]);
  }
}
