import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Answer, Exchange, Route } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { paramOf } from '../http/param-of.ts';
import type { World } from '../world/world.ts';
import { carryCall, type CarriedCall } from './carry-call.ts';
import { CUSTOM_UI_POLICY } from './custom-ui-policy.ts';
import { forgePage } from './forge-page.ts';
import type { ForgeEnvironment, ForgeEvent, ForgeHost } from './forge-host.ts';

const ROOT = '/_simulator/forge';
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

interface ForgeHostOptions {
  world: World;
  host: ForgeHost;
  /** Where the Custom UI was built; without it the page can't be opened. */
  pageFolder: string | undefined;
}

/** What Atlassian serves to Forge apps and to the browser: keys, calls, the page and its frame. */
export function forgeHostRoutes(options: ForgeHostOptions): Route[] {
  return [...hostRoutes(options), ...browserRoutes(options)];
}

function hostRoutes({ world, host }: ForgeHostOptions): Route[] {
  return [
    { method: 'GET', template: `${ROOT}/jwks.json`, handler: () => ({ json: host.keySet }) },
    {
      method: 'POST',
      template: `${ROOT}/install`,
      handler: ({ body }) => {
        const { appUrl, environment } = body as { appUrl: string; environment?: ForgeEnvironment };
        return { json: host.install(appUrl, environment) };
      },
    },
    {
      method: 'POST',
      template: `${ROOT}/uninstall`,
      handler: async ({ body }) => {
        const { silent = false } = (body ?? {}) as { silent?: boolean };
        if (!silent) await host.announce('leaving');
        host.uninstall();
        return { json: {} };
      },
    },
    {
      method: 'POST',
      template: `${ROOT}/announce`,
      handler: async ({ body }) => {
        const { event } = body as { event: ForgeEvent };
        return { json: { statuses: await host.announce(event) } };
      },
    },
    {
      method: 'POST',
      template: `${ROOT}/remote`,
      handler: ({ body }) => {
        const { endpoint = '' } = body as { endpoint?: string };
        if (!/^https?:\/\/[\w.-]+(:\d+)?$/.test(endpoint))
          throw new HttpError(422, ['Invalid endpoint.']);
        host.setRemote(endpoint);
        return { json: {} };
      },
    },
    {
      method: 'POST',
      template: `${ROOT}/invoke`,
      handler: async ({ body }) => {
        const { account, call } = body as { account: string; call: CarriedCall };
        const known = world.accounts.find(({ email }) => email === account);
        return { json: await carryCall(host, known?.accountId ?? account, call) };
      },
    },
  ];
}

function browserRoutes({ world, host, pageFolder }: ForgeHostOptions): Route[] {
  return [
    {
      method: 'GET',
      template: '/jira/settings/apps/:appId/:environmentId',
      handler: (exchange) => forgePage(world, host, exchange),
    },
    ownFile('forge-page.js'),
    ownFile('bridge.js'),
    ...['', '/styles'].map((folder) => ({
      method: 'GET',
      template: `${ROOT}/cdn${folder}/:file`,
      handler: (exchange: Exchange) =>
        customUiFile(pageFolder && path.join(pageFolder, folder), exchange),
    })),
  ];
}

const ownFile = (name: string): Route => ({
  method: 'GET',
  template: `${ROOT}/${name}`,
  handler: () => ({
    body: readFileSync(path.join(import.meta.dirname, name)),
    headers: { 'content-type': TYPES['.js'] ?? '' },
  }),
});

/** A file of the app's page, under the policy that Atlassian serves it with. */
function customUiFile(folder: string | undefined, exchange: Exchange): Answer {
  const name = path.basename(paramOf(exchange, 'file'));
  const type = TYPES[path.extname(name)];
  if (folder === undefined || !type) throw new HttpError(404, ['No such file.']);
  const headers = { 'content-type': type, 'content-security-policy': CUSTOM_UI_POLICY };
  try {
    const body = readFileSync(path.join(folder, name));
    if (name !== 'index.html') return { body, headers };
    // Atlassian puts its bridge before the scripts of the app.
    const bridge = `<script src="${ROOT}/bridge.js"></script>`;
    return { text: body.toString().replace('<script', `${bridge}<script`), headers };
  } catch {
    throw new HttpError(404, ['No such file.']);
  }
}
