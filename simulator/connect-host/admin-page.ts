import type { Answer, Exchange } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { World } from '../world/world.ts';
import { adminShell, escape } from './admin-shell.ts';
import type { ConnectHost } from './connect-host.ts';
import { pagesOf } from './descriptor.ts';

type Page = ReturnType<typeof pagesOf>[number];

/**
 * Jira's administration of apps around a page of a Connect app.
 * @throws HttpError 404 when no app is installed, or it has no such page
 */
export function adminPage(world: World, host: ConnectHost, { params, query }: Exchange): Answer {
  if (!host.app) throw new HttpError(404, ['No app is installed on the pretend site.']);
  const pages = pagesOf(host.app.descriptor);
  const page = pages.find((each) => each.key === params['moduleKey']);
  if (!page) throw new HttpError(404, ['The app has no such page.']);
  return adminShell({
    world,
    query,
    title: page.name.value,
    frameUrl: ({ accountId }) => host.pageUrl(accountId, page.url, world.url),
    script: '/_simulator/admin-page.js',
    navigation: (search) => navigation(pages, page, search),
  });
}

function navigation(pages: Page[], current: Page, search: string): string {
  const links = pages.map((page) => {
    const mark = page === current ? ' aria-current="page"' : '';
    const href = `/jira/settings/apps/${page.key}${search}`;
    return `<a href="${href}"${mark}>${escape(page.name.value)}</a>`;
  });
  return `<nav aria-label="Apps"><h2>Apps</h2>${links.join('')}</nav>`;
}
