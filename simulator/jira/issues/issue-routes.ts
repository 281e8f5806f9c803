import { HttpError } from '../../http/http-error.ts';
import type { SimIssue } from '../../site/records/model.ts';
import { bodyOf, type JiraCall, type JiraRoutes } from '../calls/jira-call.ts';
import { findIssues, isCalled, seesIssue } from '../jql/find-issues.ts';
import { changeIssue } from './change-issue.ts';
import { issueJson } from './issue-json.ts';

/** So many ids are answered at once where nothing else is asked for (assets-api: C.2). */
const MOST_IDS = 5_000;
const MOST_FETCHED = 100;

function issueOf(call: JiraCall): SimIssue {
  const named = call.params['key'];
  const names = new Set(named === undefined ? [] : [named.toLowerCase()]);
  const issue = call.world.site.issues.find(
    (each) => isCalled(each, names) || String(each.id) === named,
  );
  if (issue && seesIssue(call, issue)) return issue;
  throw new HttpError(404, ['Issue does not exist or you do not have permission to see it.']);
}

function searchByJql(call: JiraCall): { json: object; objects: number } {
  const body = bodyOf(call) as {
    jql?: string;
    maxResults?: number;
    nextPageToken?: string | null;
    fields?: string[];
  };
  const { jql, maxResults = 50, nextPageToken, fields } = body;
  const found = findIssues(call, jql);
  const most = fields ? call.world.settings.issuePageMax : MOST_IDS;
  const start = nextPageToken ? readToken(nextPageToken, jql) : 0;
  const end = start + Math.min(maxResults, most);
  const isLast = end >= found.length;
  const issues = found.slice(start, end).map((issue) => issueJson(call, issue, fields));
  const token = isLast ? undefined : Buffer.from(`${end} ${jql}`).toString('base64url');
  return { json: { issues, nextPageToken: token, isLast }, objects: issues.length };
}

/** A token continues the query that it was given for. @throws HttpError 400 */
function readToken(token: string, jql: string | undefined): number {
  const [, at, of] = /^(\d+) ([^]*)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (at !== undefined && of === jql) return Number(at);
  throw new HttpError(400, ['The provided next page token is invalid or expired.']);
}

function fetchMany(call: JiraCall): { json: object; objects: number } {
  const { issueIdsOrKeys = [], fields = ['*navigable'] } = bodyOf(call) as {
    issueIdsOrKeys?: string[];
    fields?: string[];
  };
  if (issueIdsOrKeys.length === 0 || issueIdsOrKeys.length > MOST_FETCHED)
    throw new HttpError(400, [`Between 1 and ${MOST_FETCHED} issues can be asked for.`]);
  const asked = new Set(issueIdsOrKeys.map((each) => each.toLowerCase()));
  const found = call.world.site.issues.filter(
    (issue) => (isCalled(issue, asked) || asked.has(String(issue.id))) && seesIssue(call, issue),
  );
  const issues = found.map((issue) => issueJson(call, issue, fields));
  return { json: { issues, issueErrors: [] }, objects: issues.length };
}

/** Issues: found by JQL, read, and written as far as their Assets fields go. */
export const ISSUE_ROUTES: JiraRoutes = {
  'POST /rest/api/3/search/jql': searchByJql,
  'POST /rest/api/3/search/approximate-count': (call) => ({
    json: { count: findIssues(call, bodyOf(call)['jql']).length },
  }),
  'POST /rest/api/3/issue/bulkfetch': fetchMany,
  'GET /rest/api/3/issue/:key': (call) => {
    const asked = call.query.get('fields')?.split(',') ?? ['*all'];
    return { json: issueJson(call, issueOf(call), asked) };
  },
  'GET /rest/api/3/issue/:key/editmeta': (call) => ({ json: editMeta(call, issueOf(call)) }),
  'PUT /rest/api/3/issue/:key': (call) => {
    const issue = issueOf(call);
    changeIssue(call, issue);
    if (call.query.get('returnIssue') !== 'true') return { status: 204 };
    return { json: issueJson(call, issue, ['*all']) };
  },
};

/** As a live site gave it (assets-api: G): a field of one object says `array` as well. */
function editMeta({ world: { site } }: JiraCall, _issue: SimIssue): object {
  const usable = site.fields.filter(({ contexts }) => contexts.length > 0);
  const fields = usable.map(({ id, name, isMultiple }) => [
    id,
    {
      required: false,
      schema: {
        type: 'array',
        items: 'cmdb-object-field',
        custom: 'com.atlassian.jira.plugins.cmdb:cmdb-object-cftype',
        customId: Number(id.replace('customfield_', '')),
      },
      name,
      key: id,
      operations: ['set'],
      configuration: {
        isInsightAvailable: true,
        attributesIncludedInAutoCompleteSearch: ['Name'],
        multiple: isMultiple,
      },
    },
  ]);
  return { fields: Object.fromEntries(fields) };
}
