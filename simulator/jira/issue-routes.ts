import { HttpError } from '../http/http-error.ts';
import type { SimIssue } from '../site/model.ts';
import { bodyOf, type JiraCall, type JiraRoutes } from './jira-call.ts';
import { readJql } from './read-jql.ts';

function fieldsJson({ world }: JiraCall, issue: SimIssue, names: string[]): object {
  const { workspaceId } = world.site;
  const objects = (name: string): object[] =>
    (issue.fields[name] ?? []).map((id) => ({
      workspaceId,
      id: `${workspaceId}:${id}`,
      objectId: String(id),
    }));
  return Object.fromEntries(
    names.map((name) => [name, name === 'summary' ? issue.summary : objects(name)]),
  );
}

const issueJson = (call: JiraCall, issue: SimIssue, fields: string[] | undefined): object => ({
  id: String(issue.id),
  key: issue.key,
  self: `${call.world.url}/rest/api/3/issue/${issue.id}`,
  fields: fields && fieldsJson(call, issue, fields),
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

/** Issues: found by JQL, read, and written as far as their Assets fields go. */
export const ISSUE_ROUTES: JiraRoutes = {
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
        nextPageToken: isLast ? undefined : Buffer.from(String(end)).toString('base64url'),
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
