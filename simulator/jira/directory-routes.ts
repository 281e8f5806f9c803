/** Who and what values can name: people, groups, projects. */
import { HttpError } from '../http/http-error.ts';
import type { JiraCall, JiraRoutes } from './calls/jira-call.ts';
import { pageOf } from './calls/page-of.ts';

interface Person {
  accountId: string;
  displayName: string;
  emailAddress?: string | undefined;
  active: boolean;
  timeZone: string;
  locale: string;
  accountType: string;
}

/**
 * Accounts that can call, and users that only stand in values. Nobody finds those who were deleted.
 */
function people({ world }: JiraCall): Person[] {
  const all = [...world.site.callers.values(), ...world.site.users.values()].filter(
    (user) => !user.deleted,
  );
  return all.map((user) => ({
    accountId: user.accountId,
    displayName: user.displayName,
    emailAddress: user.emailVisible ? user.email : undefined,
    active: user.active,
    timeZone: user.timeZone,
    locale: user.locale,
    accountType: 'atlassian',
  }));
}

/** The beginning of a name, of a word in it, or of an email that the person shows. */
function isFoundBy(person: Person, wanted: string): boolean {
  const name = person.displayName.toLowerCase();
  return (
    name.startsWith(wanted) ||
    name.split(/\s+/).some((word) => word.startsWith(wanted)) ||
    (person.emailAddress?.toLowerCase().startsWith(wanted) ?? false)
  );
}

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export const DIRECTORY_ROUTES: JiraRoutes = {
  'GET /rest/api/3/user': (call) => {
    const found = people(call).find((person) => person.accountId === call.query.get('accountId'));
    if (!found)
      throw new HttpError(404, [
        'Specified user does not exist or you do not have required permissions',
      ]);
    return {
      json: {
        self: `${call.world.url}/rest/api/3/user?accountId=${found.accountId}`,
        ...found,
        avatarUrls: {},
      },
    };
  },
  'GET /rest/api/3/user/bulk': (call) => {
    const asked = new Set(call.query.getAll('accountId'));
    if (asked.size === 0) throw new HttpError(400, ['The accountId parameter is required.']);
    return {
      json: pageOf(
        call.query,
        people(call).filter((person) => asked.has(person.accountId)),
        10,
        200,
      ),
    };
  },
  'GET /rest/api/3/user/search': (call) => {
    const [query, accountId] = [call.query.get('query'), call.query.get('accountId')];
    if (query === null && accountId === null)
      throw new HttpError(400, ['A query parameter is required.']);
    if (!call.account.browsesUsers) return { json: [] };
    const first = people(call)
      .filter((person) => person.active)
      .slice(0, 1000);
    return {
      json: pageOf(
        call.query,
        first.filter((person) =>
          accountId === null
            ? isFoundBy(person, (query ?? '').toLowerCase())
            : person.accountId === accountId,
        ),
        50,
        1000,
      ).values,
    };
  },
  'GET /rest/api/3/users/search': (call) => ({
    json: call.account.browsesUsers ? pageOf(call.query, people(call), 50, 1000).values : [],
  }),
  'GET /rest/api/3/groups/picker': ({ world, account, query }) => {
    const wanted = query.get('query') ?? '';
    const folded = (text: string): string =>
      query.get('caseInsensitive') === 'true' ? text.toLowerCase() : text;
    const excluded = new Set(query.getAll('exclude'));
    const found = [...world.site.groups].filter(
      ([name]) =>
        !excluded.has(name) &&
        (account.browsesUsers ? folded(name).includes(folded(wanted)) : name === wanted),
    );
    const shown = found.slice(0, Number(query.get('maxResults') ?? 20));
    const marked = (name: string): string => {
      const at = folded(name).indexOf(folded(wanted));
      return wanted === '' || at < 0
        ? escape(name)
        : `${escape(name.slice(0, at))}<b>${escape(name.slice(at, at + wanted.length))}</b>${escape(name.slice(at + wanted.length))}`;
    };
    return {
      json: {
        header: `Showing ${shown.length} of ${found.length} matching groups`,
        total: found.length,
        groups: shown.map(([name, groupId]) => ({ name, html: marked(name), labels: [], groupId })),
      },
    };
  },
  'GET /rest/api/3/group/bulk': ({ world, account, query }) => {
    if (!account.browsesUsers)
      throw new HttpError(403, ['You do not have permission to browse users and groups.']);
    const [ids, names] = [query.getAll('groupId'), query.getAll('groupName')];
    const all = [...world.site.groups]
      .map(([name, groupId]) => ({ name, groupId }))
      .filter(
        (group) =>
          (ids.length === 0 && names.length === 0) ||
          ids.includes(group.groupId) ||
          names.includes(group.name),
      );
    return { json: pageOf(query, all, 50, 200) };
  },
  'GET /rest/api/3/project/search': ({ world, query }) => {
    const [wanted, keys] = [query.get('query')?.toLowerCase(), query.getAll('keys')];
    const all = world.site.projects.map((key, at) => ({
      id: String(10_000 + at),
      key,
      name: key,
      projectTypeKey: 'service_desk',
    }));
    const page = pageOf(
      query,
      all.filter(
        (project) =>
          (wanted === undefined || project.key.toLowerCase().includes(wanted)) &&
          (keys.length === 0 || keys.includes(project.key)),
      ),
      50,
      100,
    );
    const next = new URLSearchParams(query);
    next.set('startAt', String(page.startAt + page.maxResults));
    return {
      json: {
        self: `${world.url}/rest/api/3/project/search?${query}`,
        nextPage: page.isLast ? undefined : `${world.url}/rest/api/3/project/search?${next}`,
        ...page,
      },
    };
  },
};
