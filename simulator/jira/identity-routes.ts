import type { Account } from '../accounts/account.ts';
import { HttpError } from '../http/http-error.ts';
import { editsIssues } from './issues/change-issue.ts';
import { bodyOf, type JiraRoutes } from './calls/jira-call.ts';

const PERMISSIONS: Record<string, (account: Account) => boolean> = {
  ADMINISTER: (account) => account.jiraAdmin,
  BULK_CHANGE: (account) => account.jiraAdmin,
  USER_PICKER: (account) => account.browsesUsers,
  BROWSE_PROJECTS: ({ browsesIssues }) => browsesIssues !== false,
  EDIT_ISSUES: (account) => editsIssues(account.email),
  SERVICEDESK_AGENT: (account) => account.agent,
};
const GLOBAL_PERMISSIONS = new Set(['ADMINISTER', 'BULK_CHANGE', 'USER_PICKER']);

function groupsOf({ jiraAdmin }: Account): object {
  const name = jiraAdmin ? 'site-admins' : 'jira-users';
  return { size: 1, items: [{ name, groupId: '952d12c3' }] };
}

function rolesOf({ agent }: Account): object {
  const items = [{ key: 'jira-software', name: 'Jira Software' }];
  if (agent) items.push({ key: 'jira-servicedesk', name: 'Jira Service Management' });
  return { size: items.length, items };
}

/** The site, who calls it, and what accounts may do. */
export const IDENTITY_ROUTES: JiraRoutes = {
  'GET /rest/api/3/serverInfo': ({ world }) => ({
    json: { baseUrl: world.url, deploymentType: 'Cloud', version: '1001.0.0-SNAPSHOT' },
  }),
  'GET /rest/api/3/myself': ({ world, account, query }) => {
    const expand = query.get('expand') ?? '';
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
        groups: expand.includes('groups') ? groupsOf(account) : undefined,
        applicationRoles: expand.includes('applicationRoles') ? rolesOf(account) : undefined,
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
              type: GLOBAL_PERMISSIONS.has(key) ? 'GLOBAL' : 'PROJECT',
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
};
