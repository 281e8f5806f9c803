import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Cloud } from '../cloud.ts';
import { HttpError, type Exchange, type Route } from '../exchange.ts';
import type { World } from '../world.ts';
import type { ConnectHost, Descriptor } from './connect-host.ts';

const file = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, name));
const script =
  (name: string): Route['handler'] =>
  () => ({
    body: file(name),
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
    },
  });
const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function connectHostRoutes(world: World, host: ConnectHost, cloud: Cloud): Route[] {
  return [
    {
      method: 'GET',
      template: '/_simulator/install-keys/:kid',
      handler: ({ params }) => {
        const key = cloud.installKey(params['kid']!);
        if (key === undefined) throw new HttpError(404, ['No such key.']);
        return { text: key, headers: { 'content-type': 'application/x-pem-file' } };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/install',
      handler: async ({ body }) => {
        const { appUrl } = body as { appUrl: string };
        const app = await sentence(host.install(appUrl, world.url));
        return { json: { clientKey: app.clientKey, key: app.key } };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/uninstall',
      handler: async () => {
        await sentence(host.uninstall(world.url));
        return { json: {} };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/page-url',
      handler: ({ body }) => {
        const { accountId, path: target } = body as { accountId: string; path: string };
        return { json: { url: host.pageUrl(accountIdOf(world, accountId), target, world.url) } };
      },
    },
    {
      method: 'POST',
      template: '/_simulator/context-token',
      handler: ({ body }) => ({
        json: {
          token: host.contextToken(accountIdOf(world, (body as { accountId: string }).accountId)),
        },
      }),
    },
    { method: 'GET', template: '/_simulator/all.js', handler: script('all.js') },
    { method: 'GET', template: '/_simulator/admin-page.js', handler: script('admin-page.js') },
    {
      method: 'GET',
      template: '/_simulator/admin-page.css',
      handler: () => ({
        body: file('admin-page.css'),
        headers: { 'content-type': 'text/css; charset=utf-8' },
      }),
    },
    {
      method: 'GET',
      template: '/',
      handler: () => ({
        status: 302,
        text: '',
        headers: {
          location: host.app
            ? `/jira/settings/apps/${pagesOf(host.app.descriptor)[0]?.key}`
            : '/_simulator/stats',
        },
      }),
    },
    {
      method: 'GET',
      template: '/jira/settings/apps/:moduleKey',
      handler: (exchange) => adminPage(world, host, exchange),
    },
  ];
}

function accountIdOf(world: World, name: string): string {
  return world.accounts.find((account) => account.email === name)?.accountId ?? name;
}

async function sentence<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new HttpError(502, [(error as Error).message]);
  }
}

function pagesOf({ modules }: Descriptor): { key: string; name: { value: string }; url: string }[] {
  return [
    ...(modules?.adminPages ?? []),
    ...(modules?.configurePage ? [modules.configurePage] : []),
    ...(modules?.postInstallPage ? [modules.postInstallPage] : []),
  ];
}

/** Looks like Jira's administration of apps, as far as an app can tell. */
function adminPage(world: World, host: ConnectHost, { params, query }: Exchange) {
  if (!host.app) throw new HttpError(404, ['No app is installed on the pretend site.']);
  const pages = pagesOf(host.app.descriptor);
  const page = pages.find((each) => each.key === params['moduleKey']);
  if (!page) throw new HttpError(404, ['The app has no such page.']);
  const account =
    world.accounts.find((each) => each.email === query.get('account')) ?? world.accounts[0]!;
  const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
  const search = `?account=${encodeURIComponent(account.email)}&amp;theme=${theme}`;
  const option = (value: string, name: string, chosen: boolean): string =>
    `<option value="${escape(value)}"${chosen ? ' selected' : ''}>${escape(name)}</option>`;
  const html = `<!doctype html>
<html lang="en" data-color-mode="${theme}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(page.name.value)} - Jira</title><link rel="stylesheet" href="/_simulator/admin-page.css"></head>
<body><header><b>Jira</b> <span>Pretend site</span><form><label>Account <select name="account">${world.accounts.map((each) => option(each.email, each.name, each === account)).join('')}</select></label> <label>Theme <select name="theme">${['light', 'dark'].map((name) => option(name, name, name === theme)).join('')}</select></label> <button>Show</button></form></header>
<div class="page"><nav aria-label="Apps"><h2>Apps</h2>${pages.map((each) => `<a href="/jira/settings/apps/${each.key}${search}"${each === page ? ' aria-current="page"' : ''}>${escape(each.name.value)}</a>`).join('')}</nav>
<main data-account="${escape(account.accountId)}"><iframe title="${escape(page.name.value)}" src="${escape(host.pageUrl(account.accountId, page.url, world.url))}"></iframe></main></div><div class="flags"></div><script src="/_simulator/admin-page.js"></script></body></html>`;
  return { text: html, headers: { 'content-type': 'text/html; charset=utf-8' } };
}
