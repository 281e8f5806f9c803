import type { Account } from '../accounts/account.ts';
import type { Answer, Exchange, Route } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { editsIssues } from '../jira/issues/change-issue.ts';
import type { SimUser } from '../site/records/model.ts';
import type { World } from '../world/world.ts';
import { logIn } from './dialect/log-in.ts';
import { say } from './dialect/say.ts';
import { SERVER_ISSUE_ROUTES } from './server-issue-routes.ts';
import { SERVER_PROJECT_ROUTES } from './server-project-routes.ts';
import { userNameOf } from './dialect/to-data-center.ts';

interface JiraServerCall extends Exchange {
  world: World;
  account: Account;
}

const PERMISSIONS: Record<string, (account: Account) => boolean> = {
  BROWSE_PROJECTS: (account) => account.browsesIssues !== false,
  EDIT_ISSUES: (account) => editsIssues(account.email),
  ADMINISTER: (account) => account.jiraAdmin,
  USER_PICKER: (account) => account.browsesUsers,
};

const everybody = ({ site }: World): SimUser[] =>
  [...site.callers.values(), ...site.users.values()].filter(({ deleted }) => !deleted);

const DEFAULT_GROUPS = 20;
const DEFAULT_PEOPLE = 50;
const DEFAULT_LISTED = 2_000;

/** Since 10.3 there is a list of all users. */
function listsUsers({ settings }: World): boolean {
  const [major = 0, minor = 0] = settings.jiraVersion.split('.').map(Number);
  return major > 10 || (major === 10 && minor >= 3);
}

const personOf = ({ site }: World, user: SimUser): object => ({
  key: user.accountId,
  name: userNameOf(site, user.accountId),
  emailAddress: user.emailVisible ? user.email : undefined,
  displayName: user.displayName,
  active: user.active,
  timeZone: user.timeZone,
  locale: user.locale,
});

const ROUTES: Record<string, (call: JiraServerCall) => Answer> = {
  ...SERVER_ISSUE_ROUTES,
  ...SERVER_PROJECT_ROUTES,
  'GET /rest/api/2/myself': ({ world, account }) => ({
    json: {
      ...personOf(world, {
        ...account,
        displayName: account.name,
        emailVisible: true,
        active: true,
        deleted: false,
        locale: 'en_US',
      }),
      applicationRoles: {
        size: 1,
        items: account.agent ? [{ key: 'jira-servicedesk' }] : [{ key: 'jira-core' }],
      },
    },
  }),
  'GET /rest/api/2/mypermissions': ({ account }) => ({
    json: {
      permissions: Object.fromEntries(
        Object.entries(PERMISSIONS).map(([key, has]) => [
          key,
          { id: '0', key, name: key, type: 'GLOBAL', havePermission: has(account) },
        ]),
      ),
    },
  }),
  'GET /rest/api/2/user': ({ world, query }) => {
    const found = everybody(world).find(({ accountId }) => accountId === query.get('key'));
    if (!found) throw new HttpError(404, [say(world, 'not found')]);
    return { json: personOf(world, found) };
  },
  'GET /rest/api/2/user/list': ({ world, account, query }) => {
    if (!listsUsers(world)) throw new HttpError(404, [say(world, 'not found')]);
    if (!account.browsesUsers) throw new HttpError(403, [say(world, 'refused')]);
    const all = everybody(world);
    const from = Number(query.get('cursor') ?? 0);
    const maxResults = Number(query.get('maxResults') ?? DEFAULT_LISTED);
    const end = from + maxResults;
    const values = all.slice(from, end).map((user) => personOf(world, user));
    const isLast = end >= all.length;
    return { json: { maxResults, isLast, values, ...(isLast ? {} : { nextCursor: String(end) }) } };
  },
  'GET /rest/api/2/user/search': ({ world, account, query }) => {
    if (!account.browsesUsers) return { json: [] };
    const wanted = (query.get('username') ?? '').toLowerCase();
    const found = everybody(world).filter((user) => user.active && isFoundBy(world, user, wanted));
    const from = Number(query.get('startAt') ?? 0);
    const size = Number(query.get('maxResults') ?? DEFAULT_PEOPLE);
    return { json: found.slice(from, from + size).map((user) => personOf(world, user)) };
  },
  'GET /rest/api/2/groups/picker': ({ world, account, query }) => {
    if (!account.browsesUsers) throw new HttpError(403, [say(world, 'refused')]);
    const wanted = (query.get('query') ?? '').toLowerCase();
    const found = [...world.site.groups.keys()].filter((name) =>
      name.toLowerCase().includes(wanted),
    );
    const shown = found.slice(0, Number(query.get('maxResults') ?? DEFAULT_GROUPS));
    const header = `Showing ${shown.length} of ${found.length} matching groups`;
    const groups = shown.map((name) => ({ name, html: name, labels: [] }));
    return { json: { header, total: found.length, groups } };
  },
};

/** By the beginning of the user name, the email or a word of the name. */
function isFoundBy({ site }: World, user: SimUser, wanted: string): boolean {
  const words = [userNameOf(site, user.accountId), ...user.displayName.split(/\s+/)];
  const all = user.emailVisible ? [...words, user.email] : words;
  return all.some((each) => each.toLowerCase().startsWith(wanted));
}

/** Jira's own REST API of Data Center. What the server is, anybody may ask. */
export function jiraServerRoutes(world: World): Route[] {
  const guarded = Object.entries(ROUTES).map(([name, handler]): Route => {
    const [method = '', template = ''] = name.split(' ');
    return {
      method,
      template,
      handler: (exchange) => handler({ ...exchange, world, account: logIn(world, exchange) }),
    };
  });
  return [
    ...guarded,
    {
      method: 'GET',
      template: '/rest/api/2/serverInfo',
      handler: () => ({ json: serverInfoOf(world) }),
    },
  ];
}

const serverInfoOf = ({ base, settings }: World): object => ({
  baseUrl: base,
  version: settings.jiraVersion,
  versionNumbers: settings.jiraVersion.split('.').map(Number),
  deploymentType: 'Server',
  serverTitle: 'Jira',
});
