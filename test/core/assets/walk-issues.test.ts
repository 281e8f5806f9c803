import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readIssueObjects } from '../../../src/core/assets/issues/issue-object.ts';
import { issuesJql } from '../../../src/core/assets/issues/issues-jql.ts';
import { walkIssues } from '../../../src/core/assets/paging/walk-issues.ts';
import type { IssuePage } from '../../../src/core/assets/ports/issues/issues-reader.ts';

const page = (ids: string[], next?: string): IssuePage => ({
  issues: ids.map((id) => ({ id, key: `K-${id}`, summary: '', updated: '', values: {} })),
  next,
  unreadable: 0,
});
async function idsOf(pages: Record<string, IssuePage>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { issues } of walkIssues(async (token = 'first') => pages[token]!))
    ids.push(...issues.map(({ id }) => id));
  return ids;
}

test('issues are walked by tokens to the last page, empty pages among them', async () => {
  const pages = { first: page(['1', '2'], 'a'), a: page([], 'b'), b: page(['3']) };
  assert.deepEqual(await idsOf(pages), ['1', '2', '3']);
});

test('a token that leads to itself, and a page that comes again, end the walk', async () => {
  assert.deepEqual(await idsOf({ first: page(['1'], 'a'), a: page(['2'], 'a') }), ['1', '2']);
  assert.deepEqual(await idsOf({ first: page(['1'], 'a'), a: page(['1'], 'b') }), ['1']);
});

test('objects of a field are read in all forms that were seen, and odd ones are told', () => {
  const object = { workspaceId: 'ws', objectId: '88' };
  for (const value of [
    [{ workspaceId: 'ws', id: 'ws:88', objectId: '88' }],
    [{ id: 'ws:88' }],
    [{ workspaceId: 'ws', objectId: 88 }],
    { workspaceId: 'ws', objectId: '88' },
  ])
    assert.deepEqual(readIssueObjects(value), [object], JSON.stringify(value));
  assert.deepEqual(readIssueObjects(null), []);
  assert.deepEqual(readIssueObjects([]), []);
  for (const value of [['Laptop (COMP-1)'], [{ label: 'Laptop', objectKey: 'COMP-1' }], [null]])
    assert.equal(readIssueObjects(value), undefined, JSON.stringify(value));
});

test('JQL names each field once, by its name, with quotes inside escaped', () => {
  const fields = [{ name: 'Affected "main" computer' }, { name: 'Spare' }, { name: 'Spare' }];
  assert.equal(
    issuesJql(fields, '5'),
    '"Affected \\"main\\" computer" in aqlFunction("objectSchemaId = 5") OR "Spare" in aqlFunction("objectSchemaId = 5")',
  );
});
