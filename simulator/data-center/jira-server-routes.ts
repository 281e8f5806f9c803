import type { Account } from '../accounts/account.ts';
import type { Answer, Exchange, Route } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { SimUser } from '../site/model.ts';
import type { World } from '../world/world.ts';
import { logIn } from './log-in.ts';
import { say } from './say.ts';
import { userNameOf } from './to-data-center.ts';

interface JiraServerCall extends Exchange {
  world: World;
  account: Account;
}

const PERMISSIONS: Record<string, (account: Account) => boolean> = {
  ADMINISTER: (account) => account.jiraAdmin,
  USER_PICKER: (account) => account.browsesUsers,
};

const everybody = ({ site }: World): SimUser[] =>
  [...site.callers.values(), ...site.users.values()].filter(({ deleted }) => !deleted);

const personOf = ({ site }: World, user: SimUser): object => ({
  key: user.accountId,
  name: userNameOf(site, user.accountId),
  emailAddress: user.email,
  displayName: user.displayName,
  active: user.active,
  timeZone: user.timeZone,
  locale: user.locale,
});

const ROUTES: Record<string, (call: JiraServerCall) => Answer> = {
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
};

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
