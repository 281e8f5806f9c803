import { callerOf, type Caller } from '../accounts/caller.ts';
import { appOf, type ConnectHost } from '../connect-host/connect-host.ts';
import type { ForgeHost } from '../forge-host/forge-host.ts';
import type { Answer, Exchange, Route } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { itemAt } from '../kernel/item-at.ts';
import type { World } from '../world/world.ts';
import { DIRECTORY_ROUTES } from './directory-routes.ts';
import { FIELD_ROUTES } from './field-routes.ts';
import { IDENTITY_ROUTES } from './identity-routes.ts';
import { ISSUE_ROUTES } from './issues/issue-routes.ts';
import type { JiraRoutes } from './calls/jira-call.ts';
import { WORKSPACE_ROUTES } from './workspace-routes.ts';

const ROUTES: JiraRoutes = {
  ...DIRECTORY_ROUTES,
  ...WORKSPACE_ROUTES,
  ...IDENTITY_ROUTES,
  ...FIELD_ROUTES,
  ...ISSUE_ROUTES,
};

const NO_WORKSPACES = {
  _expands: [],
  size: 0,
  start: 0,
  limit: 50,
  isLastPage: true,
  _links: {},
  values: [],
};

/**
 * Endpoints that strangers reach too: there a dead token gets an empty 200, and only a header
 * tells.
 */
const OPEN_TO_STRANGERS: Record<string, object> = {
  '/rest/servicedeskapi/assets/workspace': NO_WORKSPACES,
  '/rest/servicedeskapi/insight/workspace': NO_WORKSPACES,
  '/rest/api/3/project/search': {
    total: 0,
    isLast: true,
    values: [],
    startAt: 0,
    maxResults: 50,
  },
};
const DEAD_TOKEN_HEADERS = { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' };

/** The endpoints of Jira's REST API. Calls that the installed app signs are an administrator's. */
export function jiraRoutes(world: World, host: ConnectHost, forge: ForgeHost): Route[] {
  const callerAt = (exchange: Exchange): Caller =>
    appOf(host, exchange)
      ? { account: itemAt(world.accounts, 0) }
      : (personOf(world, forge, exchange) ??
        callerOf(world.accounts, exchange.request, exchange.form));
  return Object.entries(ROUTES).map(([name, handler]) => {
    const [method = '', template = ''] = name.split(' ');
    return {
      method,
      template,
      handler: (exchange) => {
        const caller = callerAt(exchange);
        if (typeof caller === 'object')
          return handler({ ...exchange, world, account: caller.account });
        if (caller === 'dead-token') return answerDeadToken(world, template);
        throw unauthenticated();
      },
    };
  });
}

/** Whoever a token of Forge belongs to, a person or the app, which counts on the API host alone. */
function personOf(
  { accounts }: World,
  forge: ForgeHost,
  { request, form }: Exchange,
): Caller | undefined {
  const [, token = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const accountId = form === 'cloud-id' ? forge.accountOf(token) : undefined;
  const known = [...accounts, forge.appAccount];
  const account = known.find((each) => each.accountId === accountId);
  return account && { account };
}

/** @throws HttpError 401, where no stranger may call */
function answerDeadToken({ settings }: World, template: string): Answer {
  const json = OPEN_TO_STRANGERS[template];
  if (json) return { json, headers: DEAD_TOKEN_HEADERS };
  if (template === '/rest/api/3/myself' && settings.deadTokenStatus === 200)
    return { json: {}, headers: DEAD_TOKEN_HEADERS };
  throw unauthenticated(DEAD_TOKEN_HEADERS);
}

const unauthenticated = (headers: Record<string, string> = {}): HttpError =>
  new HttpError(401, ['Client must be authenticated to access this resource.'], {}, headers);
