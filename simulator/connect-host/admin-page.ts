import type { Account } from '../accounts/account.ts';
import type { Answer, Exchange } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { itemAt } from '../kernel/item-at.ts';
import type { World } from '../world/world.ts';
import type { ConnectHost } from './connect-host.ts';
import { pagesOf } from './descriptor.ts';

type Theme = 'light' | 'dark';
type Page = ReturnType<typeof pagesOf>[number];

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * Looks like Jira's administration of apps, as far as an app can tell.
 * @throws HttpError 404 when no app is installed, or it has no such page
 */
export function adminPage(world: World, host: ConnectHost, { params, query }: Exchange): Answer {
  if (!host.app) throw new HttpError(404, ['No app is installed on the pretend site.']);
  const pages = pagesOf(host.app.descriptor);
  const page = pages.find((each) => each.key === params['moduleKey']);
  if (!page) throw new HttpError(404, ['The app has no such page.']);
  const accounts = world.accounts.filter((each) => !each.isService);
  const account =
    accounts.find((each) => each.email === query.get('account')) ?? itemAt(accounts, 0);
  const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
  const frameUrl = host.pageUrl(account.accountId, page.url, world.url);
  const title = escape(page.name.value);
  const html = `<!doctype html>
<html lang="en" data-color-mode="${theme}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} - Jira</title>
    <link rel="stylesheet" href="/_simulator/admin-page.css">
  </head>
  <body>
    <header><b>Jira</b> <span>Pretend site</span>${chooser(accounts, account, theme)}</header>
    <div class="page">${navigation(pages, page, searchOf(account, theme))}
      <main data-account="${escape(account.accountId)}"><iframe title="${title}" src="${escape(frameUrl)}"></iframe></main>
    </div>
    <div class="flags"></div>
    <script src="/_simulator/admin-page.js"></script>
  </body>
</html>`;
  return { text: html, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

const searchOf = ({ email }: Account, theme: Theme): string =>
  `?account=${encodeURIComponent(email)}&amp;theme=${theme}`;

function chooser(accounts: Account[], chosen: Account, theme: Theme): string {
  const people = accounts.map((each) => option(each.email, each.name, each === chosen));
  const themes = ['light', 'dark'].map((name) => option(name, name, name === theme));
  return `<form>
      <label>Account <select name="account">${people.join('')}</select></label>
      <label>Theme <select name="theme">${themes.join('')}</select></label>
      <button>Show</button>
    </form>`;
}

const option = (value: string, name: string, isChosen: boolean): string =>
  `<option value="${escape(value)}"${isChosen ? ' selected' : ''}>${escape(name)}</option>`;

function navigation(pages: Page[], current: Page, search: string): string {
  const links = pages.map((page) => {
    const mark = page === current ? ' aria-current="page"' : '';
    const href = `/jira/settings/apps/${page.key}${search}`;
    return `<a href="${href}"${mark}>${escape(page.name.value)}</a>`;
  });
  return `<nav aria-label="Apps"><h2>Apps</h2>${links.join('')}</nav>`;
}
