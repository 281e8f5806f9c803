import type { AccountRight } from '../../core/sites/checks/account-right.ts';
import { Refused } from '../../core/kernel/errors.ts';
import type { Http } from '../http/http.ts';

/** What a restore asks of Jira, with the question that shows whether a token may. */
const JIRA_PROBES = [
  { path: 'user/search', query: { query: 'a', maxResults: 1 }, what: 'look up people' },
  { path: 'group/bulk', query: { maxResults: 1 }, what: 'look up groups' },
  { path: 'project/search', query: { maxResults: 1 }, what: 'look up projects' },
];
const WRITE_SCOPES =
  'write:cmdb-object:jira, write:cmdb-schema:jira, write:cmdb-type:jira and write:cmdb-attribute:jira';

/**
 * Says of a token with scopes, or the app's own, that it is one, and what it cannot do, as far as
 * questions show it: whether it may write, only a write would. `jiraRoot` is what `/rest/api/3`
 * follows. Undefined where there is nothing to say.
 */
export async function describeScopes(
  http: Http,
  jiraRoot: string,
  kind: 'scoped' | 'own',
): Promise<AccountRight | undefined> {
  const missing: string[] = [];
  for (const { path, query, what } of JIRA_PROBES)
    if (await isRefused(http, { url: `${jiraRoot}/rest/api/3/${path}`, query, path }))
      missing.push(what);
  const hindered =
    missing.length > 0
      ? ` It can't ${missing.join(', ')}, so restores will skip the values that need it.`
      : '';
  if (kind === 'own') {
    const warning = `The app acts by itself.${hindered}`;
    return missing.length > 0 ? { right: 'account', granted: false, warning } : undefined;
  }
  return {
    right: 'scopes',
    granted: false,
    warning: `This API token has scopes.${hindered} To restore, it also needs ${WRITE_SCOPES}.`,
  };
}

/** Whether it was refused as such, and not for lack of an answer. @throws Unavailable */
async function isRefused(
  http: Http,
  { url, query, path }: { url: string; query: Record<string, string | number>; path: string },
): Promise<boolean> {
  try {
    const endpoint = `GET rest/api/3/${path}`;
    const { status } = await http({ method: 'GET', url, query, endpoint });
    return status === 403;
  } catch (error) {
    if (error instanceof Refused) return true;
    throw error;
  }
}
