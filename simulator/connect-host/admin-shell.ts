import type { Account } from '../accounts/account.ts';
import type { Answer } from '../http/exchange.ts';
import { itemAt } from '../kernel/item-at.ts';
import type { World } from '../world/world.ts';

type Theme = 'light' | 'dark';

/** The parts of Jira's administration that differ by the host of the app. */
interface Shell {
  world: World;
  query: URLSearchParams;
  title: string;
  /** What the frame shows to that account. */
  frameUrl: (account: Account) => string;
  /** The script that answers the frame. */
  script: string;
  /** `search` keeps account and theme. */
  navigation: (search: string) => string;
}

export const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Looks like Jira's administration of apps, as far as an app can tell. */
export function adminShell({ world, query, title, frameUrl, script, navigation }: Shell): Answer {
  const accounts = world.accounts.filter((each) => !each.isService);
  const account =
    accounts.find((each) => each.email === query.get('account')) ?? itemAt(accounts, 0);
  const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
  const name = escape(title);
  const search = `?account=${encodeURIComponent(account.email)}&amp;theme=${theme}`;
  const html = `<!doctype html>
<html lang="en" data-color-mode="${theme}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${name} - Jira</title>
    <link rel="stylesheet" href="/_simulator/admin-page.css">
  </head>
  <body>
    <header><b>Jira</b> <span>Pretend site</span>${chooser(accounts, account, theme)}</header>
    <div class="page">${navigation(search)}
      <main data-account="${escape(account.accountId)}"><iframe title="${name}" src="${escape(frameUrl(account))}"></iframe></main>
    </div>
    <div class="flags"></div>
    <script src="${script}"></script>
  </body>
</html>`;
  return { text: html, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

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
