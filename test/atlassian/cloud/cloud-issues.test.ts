import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OptionalCalls } from '../../../src/atlassian/assets/calls/optional-calls.ts';
import { CloudFieldContexts } from '../../../src/atlassian/cloud/issues/cloud-field-contexts.ts';
import { CloudIssues } from '../../../src/atlassian/cloud/issues/cloud-issues.ts';
import { JiraCalls } from '../../../src/atlassian/assets/issues/jira-calls.ts';
import type { Http, HttpCall } from '../../../src/atlassian/http/http.ts';

function issuesOf(answer: (call: HttpCall) => object): CloudIssues {
  const http: Http = async (call) => ({
    status: 200,
    headers: {},
    body: Buffer.from(JSON.stringify(answer(call))),
  });
  const calls = new JiraCalls(http, 'http://site');
  const optional = new OptionalCalls({ http, root: 'http://site', off: new Set() });
  const contexts = new CloudFieldContexts(calls, optional);
  return new CloudIssues({ calls, contexts, workspaceId: 'ws' });
}

test('issues that a site did not give at once are asked for again', async () => {
  const asked: number[] = [];
  const issues = issuesOf(({ body }) => {
    const { issueIdsOrKeys: ids } = body as { issueIdsOrKeys: string[] };
    asked.push(ids.length);
    const there = ids.filter((id) => id !== '5').slice(0, 2);
    return { issues: there.map((id) => ({ id, key: `OPS-${id}`, fields: {} })) };
  });
  const found = await issues.issues(['1', '2', '3', '4', '5'], []);
  assert.deepEqual(
    found.map(({ id }) => id),
    ['1', '2', '3', '4'],
  );
  assert.deepEqual(asked, [5, 3, 1]);
});

test('a page that says that there are more, and not where, cuts the list', async () => {
  const issues = issuesOf(() => ({ issues: [{ id: '1', key: 'OPS-1' }], isLast: false }));
  const page = await issues.findIssues({ jql: 'x', fieldIds: [] });
  assert.deepEqual([page.issues.length, page.next, page.isCut], [1, undefined, true]);
});
