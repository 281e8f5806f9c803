import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readIssueValue } from '../../../src/core/assets/issues/issue-object.ts';
import { issuesJql } from '../../../src/core/assets/issues/issues-jql.ts';
import { walkIssues } from '../../../src/core/assets/paging/walk-issues.ts';
import type { IssuePage } from '../../../src/core/assets/ports/issues/issues-reader.ts';

const page = (ids: string[], next?: string): IssuePage => ({
  issues: ids.map((id) => ({ id, key: `K-${id}`, summary: '', updated: '', values: {} })),
  next,
  unreadable: 0,
});
async function walk(pages: Record<string, IssuePage>): Promise<{ ids: string[]; isCut: boolean }> {
  const walked = { ids: [] as string[], isCut: false };
  for await (const { issues, isCut } of walkIssues(async (token = 'first') => pages[token]!)) {
    walked.ids.push(...issues.map(({ id }) => id));
    walked.isCut ||= isCut === true;
  }
  return walked;
}

test('issues are walked by tokens to the last page, empty pages among them', async () => {
  const pages = { first: page(['1', '2'], 'a'), a: page([], 'b'), b: page(['3']) };
  assert.deepEqual(await walk(pages), { ids: ['1', '2', '3'], isCut: false });
});

test('a token that leads to itself, and pages that come again, cut the list', async () => {
  const itself = await walk({ first: page(['1'], 'a'), a: page(['2'], 'a') });
  assert.deepEqual(itself, { ids: ['1', '2'], isCut: true });
  const again = await walk({ first: page(['1', '2'], 'a'), a: page(['2', '1'], 'b') });
  assert.deepEqual(again, { ids: ['1', '2', '2', '1'], isCut: true });
  const circle = { first: page(['1'], 'a'), a: page(['2'], 'b'), b: page(['1'], 'a') };
  assert.deepEqual(await walk(circle), { ids: ['1', '2', '1'], isCut: true });
});

test('a list that begins again because its token expired is walked to its end', async () => {
  const pages = { first: page(['1'], 'a'), a: page(['2'], 'b'), b: page(['3']) };
  for (const refused of ['a', 'b'] as const) {
    let isRefused = true;
    const ids: string[] = [];
    const ask = async (token: string = 'first'): Promise<IssuePage> => {
      if (token !== refused || !isRefused) return pages[token as 'a']!;
      isRefused = false;
      return { ...pages.first, isFirstAgain: true };
    };
    for await (const { issues, isCut } of walkIssues(ask)) {
      ids.push(...issues.map(({ id }) => id));
      assert.ok(!isCut);
    }
    assert.deepEqual([...new Set(ids)], ['1', '2', '3'], refused);
  }
});

test('pages without an issue cut the list when there is no end of them', async () => {
  const pages = Object.fromEntries(
    Array.from({ length: 200 }, (_, at) => [at === 0 ? 'first' : `t${at}`, page([], `t${at + 1}`)]),
  );
  assert.deepEqual(await walk(pages), { ids: [], isCut: true });
});

test('objects of a field are read in all forms that were seen, and odd ones are told', () => {
  const object = { workspaceId: 'ws', objectId: '88' };
  for (const value of [
    [{ workspaceId: 'ws', id: 'ws:88', objectId: '88' }],
    [{ id: 'ws:88' }],
    [{ workspaceId: 'ws', objectId: 88 }],
    { workspaceId: 'ws', objectId: '88' },
  ])
    assert.deepEqual(readIssueValue(value), { objects: [object], unknown: 0 });
  for (const value of [null, undefined, []])
    assert.deepEqual(readIssueValue(value), { objects: [], unknown: 0 });
  const odd = ['Laptop (COMP-1)', { label: 'Laptop', objectKey: 'COMP-1' }, { key: 'C-1' }, null];
  for (const value of odd)
    assert.deepEqual(
      readIssueValue([value, { objectId: '88', workspaceId: 'ws' }]),
      { objects: [object], unknown: 1 },
      JSON.stringify(value),
    );
});

test('an object that a Data Center names by its key may have no ID', () => {
  const named = [
    { objectId: '11', key: 'C-1', name: 'Laptop (C-1)' },
    { key: 'C-3', name: 'Gone (C-3)' },
  ];
  assert.deepEqual(readIssueValue(named).objects, [
    { workspaceId: '', objectId: '11', key: 'C-1' },
    { workspaceId: '', objectId: '', key: 'C-3' },
  ]);
});

test('JQL names each field once, by its name, with quotes inside escaped', () => {
  const fields = [{ name: 'Affected "main" computer' }, { name: 'Spare' }, { name: 'Spare' }];
  assert.equal(
    issuesJql(fields, '5'),
    '"Affected \\"main\\" computer" in aqlFunction("objectSchemaId = 5") OR "Spare" in aqlFunction("objectSchemaId = 5")',
  );
});
