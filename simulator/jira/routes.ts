import { callerOf, type Account } from '../accounts.ts';
import { appOf, type ConnectHost } from '../connect-host/connect-host.ts';
import { HttpError, type Answer, type Exchange, type Handler, type Route } from '../exchange.ts';
import type { SimIssue } from '../site/model.ts';
import type { World } from '../world.ts';
import { DIRECTORY } from './directory-routes.ts';
import { readJql } from './jql.ts';

export interface JiraCall extends Exchange {
  world: World;
  account: Account;
}
export type JiraHandler = (call: JiraCall) => Answer;

const CF_TYPE = 'com.atlassian.jira.plugins.cmdb:cmdb-object-cftype';

/** Endpoints that strangers reach too: a dead token gets an empty 200 there, and only a header tells. */
const OPEN: Record<string, () => object> = {
  '/rest/servicedeskapi/assets/workspace': () => ({
    _expands: [],
    size: 0,
    start: 0,
    limit: 50,
    isLastPage: true,
    _links: {},
    values: [],
  }),
  '/rest/servicedeskapi/insight/workspace': () => ({
    _expands: [],
    size: 0,
    start: 0,
    limit: 50,
    isLastPage: true,
    _links: {},
    values: [],
  }),
  '/rest/api/3/project/search': () => ({
    total: 0,
    isLast: true,
    values: [],
    startAt: 0,
    maxResults: 50,
  }),
};
const DEAD = { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' };

export function jiraRoutes(world: World, host: ConnectHost): Route[] {
  const guarded =
    (template: string, handler: JiraHandler): Handler =>
    (exchange) => {
      const app = appOf(host, exchange);
      const caller = app
        ? { account: world.accounts[0]! }
        : callerOf(world.accounts, exchange.request);
      if (caller === 'dead-token' && OPEN[template])
        return { json: OPEN[template](), headers: DEAD };
      if (
        caller === 'dead-token' &&
        template === '/rest/api/3/myself' &&
        world.settings.deadTokenStatus === 200
      )
        return { json: {}, headers: DEAD };
      if (caller === 'nobody' || caller === 'dead-token')
        throw new HttpError(
          401,
          ['Client must be authenticated to access this resource.'],
          {},
          caller === 'dead-token' ? DEAD : {},
        );
      return handler({ ...exchange, world, account: caller.account });
    };
  return Object.entries(HANDLERS).map(([name, handler]) => {
    const [method, template] = name.split(' ') as [string, string];
    return { method, template, handler: guarded(template, handler) };
  });
}

const bodyOf = (call: JiraCall): Record<string, unknown> =>
  (call.body ?? {}) as Record<string, unknown>;

const workspaces: JiraHandler = ({ world }) => {
  const values = world.accounts.length > 0 ? [{ workspaceId: world.site.workspaceId }] : [];
  return {
    json: {
      _expands: [],
      size: values.length,
      start: 0,
      limit: 50,
      isLastPage: true,
      _links: {
        self: `${world.url}/rest/servicedeskapi/assets/workspace`,
        base: world.url,
        context: '',
      },
      values,
    },
  };
};

const PERMISSIONS: Record<string, (account: Account) => boolean> = {
  ADMINISTER: (account) => account.jiraAdmin,
  BULK_CHANGE: (account) => account.jiraAdmin,
  BROWSE_PROJECTS: () => true,
  EDIT_ISSUES: (account) => account.email !== 'weak@example.com',
  SERVICEDESK_AGENT: (account) => account.agent,
};

const issueJson = ({ world }: JiraCall, issue: SimIssue, fields: string[] | undefined): object => ({
  id: String(issue.id),
  key: issue.key,
  self: `${world.url}/rest/api/3/issue/${issue.id}`,
  ...(fields
    ? {
        fields: Object.fromEntries(
          fields.map((name) => [
            name,
            name === 'summary'
              ? issue.summary
              : (issue.fields[name] ?? []).map((id) => ({
                  workspaceId: world.site.workspaceId,
                  id: `${world.site.workspaceId}:${id}`,
                  objectId: String(id),
                })),
          ]),
        ),
      }
    : {}),
});

function issueOf(call: JiraCall): SimIssue {
  const issue = call.world.site.issues.find(
    (each) => each.key === call.params['key'] || String(each.id) === call.params['key'],
  );
  if (!issue)
    throw new HttpError(404, ['Issue does not exist or you do not have permission to see it.']);
  return issue;
}

function searchIssues(call: JiraCall, jql: unknown): SimIssue[] {
  if (typeof jql !== 'string') throw new HttpError(400, ['jql is required']);
  return readJql(call.world, jql);
}

const HANDLERS: Record<string, JiraHandler> = {
  ...DIRECTORY,
  'GET /rest/servicedeskapi/assets/workspace': workspaces,
  'GET /rest/servicedeskapi/insight/workspace': workspaces,
  'GET /rest/api/3/serverInfo': ({ world }) => ({
    json: { baseUrl: world.url, deploymentType: 'Cloud', version: '1001.0.0-SNAPSHOT' },
  }),
  'GET /rest/api/3/myself': ({ world, account, query }) => {
    const expand = query.get('expand') ?? '';
    const roles = [
      { key: 'jira-software', name: 'Jira Software' },
      ...(account.agent ? [{ key: 'jira-servicedesk', name: 'Jira Service Management' }] : []),
    ];
    return {
      json: {
        self: `${world.url}/rest/api/3/user?accountId=${account.accountId}`,
        accountId: account.accountId,
        accountType: 'atlassian',
        active: true,
        displayName: account.name,
        emailAddress: account.email,
        timeZone: account.timeZone,
        locale: 'en_US',
        avatarUrls: {},
        ...(expand.includes('groups')
          ? {
              groups: {
                size: 1,
                items: [
                  { name: account.jiraAdmin ? 'site-admins' : 'jira-users', groupId: '952d12c3' },
                ],
              },
            }
          : {}),
        ...(expand.includes('applicationRoles')
          ? { applicationRoles: { size: roles.length, items: roles } }
          : {}),
      },
    };
  },
  'GET /rest/api/3/mypermissions': ({ account, query }) => {
    const asked = (query.get('permissions') ?? '').split(',').filter(Boolean);
    if (asked.length === 0) throw new HttpError(400, ['The permissions parameter is required.']);
    return {
      json: {
        permissions: Object.fromEntries(
          asked.map((key, at) => [
            key,
            {
              id: String(at),
              key,
              name: key,
              type: key === 'ADMINISTER' || key === 'BULK_CHANGE' ? 'GLOBAL' : 'PROJECT',
              description: '',
              havePermission: PERMISSIONS[key]?.(account) ?? false,
            },
          ]),
        ),
      },
    };
  },
  'POST /rest/api/3/permissions/check': (call) => {
    const {
      accountId,
      globalPermissions = [],
      projectPermissions = [],
    } = bodyOf(call) as {
      accountId?: string;
      globalPermissions?: string[];
      projectPermissions?: { permissions: string[]; projects?: number[]; issues?: number[] }[];
    };
    const account = call.world.accounts.find((each) => each.accountId === accountId);
    return {
      json: {
        globalPermissions: globalPermissions.filter(
          (key) => account && PERMISSIONS[key]?.(account),
        ),
        projectPermissions: projectPermissions.flatMap((asked) =>
          asked.permissions
            .filter((key) => account && PERMISSIONS[key]?.(account))
            .map((permission) => ({
              permission,
              projects: asked.projects ?? [],
              issues: asked.issues ?? [],
            })),
        ),
      },
    };
  },
  'GET /rest/api/3/field': ({ world }) => ({
    json: [
      {
        id: 'summary',
        key: 'summary',
        name: 'Summary',
        custom: false,
        orderable: true,
        navigable: true,
        searchable: true,
        clauseNames: ['summary'],
        schema: { type: 'string', system: 'summary' },
      },
      ...world.site.fields.map(fieldJson),
    ],
  }),
  'GET /rest/api/3/field/search': ({ world }) => ({
    json: {
      startAt: 0,
      maxResults: 50,
      total: world.site.fields.length,
      isLast: true,
      values: world.site.fields.map(fieldJson),
    },
  }),
  'POST /rest/api/3/search/jql': (call) => {
    const {
      jql,
      maxResults = 50,
      nextPageToken,
      fields,
    } = bodyOf(call) as {
      jql?: string;
      maxResults?: number;
      nextPageToken?: string | null;
      fields?: string[];
    };
    const found = searchIssues(call, jql);
    const start = nextPageToken ? Number(Buffer.from(nextPageToken, 'base64url').toString()) : 0;
    const end = start + maxResults;
    const isLast = end >= found.length;
    return {
      json: {
        issues: found.slice(start, end).map((issue) => issueJson(call, issue, fields)),
        ...(isLast ? {} : { nextPageToken: Buffer.from(String(end)).toString('base64url') }),
        isLast,
      },
    };
  },
  'POST /rest/api/3/search/approximate-count': (call) => ({
    json: { count: searchIssues(call, bodyOf(call)['jql']).length },
  }),
  'POST /rest/api/3/issue/bulkfetch': (call) => {
    const { issueIdsOrKeys = [], fields } = bodyOf(call) as {
      issueIdsOrKeys?: string[];
      fields?: string[];
    };
    return {
      json: {
        issues: call.world.site.issues
          .filter(
            (issue) =>
              issueIdsOrKeys.includes(issue.key) || issueIdsOrKeys.includes(String(issue.id)),
          )
          .map((issue) => issueJson(call, issue, fields)),
        issueErrors: [],
      },
    };
  },
  'GET /rest/api/3/issue/:key': (call) => ({
    json: issueJson(call, issueOf(call), [
      'summary',
      ...call.world.site.fields.map((field) => field.id),
    ]),
  }),
  'PUT /rest/api/3/issue/:key': (call) => {
    const issue = issueOf(call);
    const { fields = {} } = bodyOf(call) as {
      fields?: Record<string, { id?: string; objectId?: string }[] | null>;
    };
    for (const [name, value] of Object.entries(fields)) {
      if (!call.world.site.fields.some((field) => field.id === name))
        throw new HttpError(400, [], {
          [name]: `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`,
        });
      const ids = (value ?? []).map((item) => Number(item.objectId ?? item.id?.split(':')[1]));
      if (ids.some((id) => !call.world.site.objects.get(id)))
        throw new HttpError(400, [], { [name]: 'The object does not exist.' });
      issue.fields[name] = ids;
    }
    return { status: 204 };
  },
};

const fieldJson = ({ id, name }: { id: string; name: string }): object => ({
  id,
  key: id,
  name,
  untranslatedName: name,
  custom: true,
  orderable: true,
  navigable: true,
  searchable: true,
  clauseNames: [`cf[${id.replace('customfield_', '')}]`, name],
  schema: {
    type: 'array',
    items: 'cmdb-object-field',
    custom: CF_TYPE,
    customId: Number(id.replace('customfield_', '')),
  },
});
