import { HttpError } from '../http/http-error.ts';
import { bodyOf, type JiraCall, type JiraRoutes } from '../jira/calls/jira-call.ts';
import { FIELD_ROUTES } from '../jira/field-routes.ts';
import { changeIssue } from '../jira/issues/change-issue.ts';
import { issueJson } from '../jira/issues/issue-json.ts';
import { findIssues, isCalled, seesIssue } from '../jira/jql/find-issues.ts';
import type { SimIssue } from '../site/records/model.ts';
import { goneByKey, nameInIssues } from '../site/name-in-issues.ts';

const DEFAULT_PAGE = 50;

/** Issues of Data Center: pages by offset, and objects by label and key (assets-api: D.2). */
export const SERVER_ISSUE_ROUTES: JiraRoutes = {
  'GET /rest/api/2/field': (call) => {
    const answer = FIELD_ROUTES['GET /rest/api/3/field']?.(call);
    if (!answer) throw new HttpError(404, ['Not found.']);
    return answer;
  },
  'POST /rest/api/2/search': (call) => {
    const {
      jql,
      startAt = 0,
      maxResults = DEFAULT_PAGE,
      fields = ['*all'],
    } = bodyOf(call) as {
      jql?: string;
      startAt?: number;
      maxResults?: number;
      fields?: string[];
    };
    const found = findIssues(call, jql);
    const most = Math.min(maxResults, call.world.settings.issuePageMax);
    const issues = found.slice(startAt, startAt + most).map((each) => shown(call, each, fields));
    return { json: { startAt, maxResults: most, total: found.length, issues } };
  },
  'GET /rest/api/2/issue/:key': (call) => ({
    json: shown(call, issueOf(call), call.query.get('fields')?.split(',') ?? ['*all']),
  }),
  'PUT /rest/api/2/issue/:key': (call) => {
    const { fields = {} } = bodyOf(call) as { fields?: Record<string, { key?: string }[]> };
    const byId = Object.entries(fields).map(([name, objects]) => [name, objects.map(idOf(call))]);
    changeIssue({ ...call, body: { fields: Object.fromEntries(byId) as object } }, issueOf(call));
    return { status: 204, text: '' };
  },
};

const idOf =
  ({ world: { site } }: JiraCall) =>
  ({ key = '' }: { key?: string }): object => ({
    objectId: site.byKey(key)?.id ?? goneByKey(site.gone, key),
  });

function issueOf(call: JiraCall): SimIssue {
  const named = call.params['key'];
  const names = new Set(named === undefined ? [] : [named.toLowerCase()]);
  const issue = call.world.site.issues.find(
    (each) => isCalled(each, names) || String(each.id) === named,
  );
  if (issue && seesIssue(call, issue)) return issue;
  throw new HttpError(404, ['Issue Does Not Exist']);
}

function shown(call: JiraCall, issue: SimIssue, asked: readonly string[]): object {
  const { site } = call.world;
  const json = issueJson(call, issue, asked) as { fields: Record<string, unknown> };
  const objects = Object.entries(issue.fields)
    .filter(([name]) => name in json.fields && !(issue.odd && name in issue.odd))
    .map(([name, ids]) => [
      name,
      ids.flatMap((id) => {
        const object = site.objects.get(id);
        return object
          ? nameInIssues(site.labelOf(object), site.keyOf(object))
          : (site.gone.get(id) ?? []);
      }),
    ]);
  return { ...json, fields: { ...json.fields, ...(Object.fromEntries(objects) as object) } };
}
