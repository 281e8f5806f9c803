import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JiraCalls } from '../../../src/atlassian/assets/issues/jira-calls.ts';
import { DataCenterIssues } from '../../../src/atlassian/data-center/issues/data-center-issues.ts';
import { ObjectKeys } from '../../../src/atlassian/data-center/issues/object-keys.ts';
import { walkIssues } from '../../../src/core/assets/paging/walk-issues.ts';
import type { HttpCall } from '../../../src/atlassian/http/http.ts';

const FIELD = 'customfield_1';
const found = (values: unknown) => ({
  id: '7',
  key: 'OPS-7',
  fields: { summary: 'Seven', [FIELD]: values },
});

/**
 * A Jira whose search for objects shows some keys, and whose store has others as well, some of
 * which the account may not see.
 */
function jira(
  issue: object | undefined,
  { shown = {}, stored = {}, hidden = {} }: Record<string, Record<string, string>>,
) {
  const sent: [string, unknown][] = [];
  const open = { now: 0, most: 0 };
  const answerOf = ({ method, url, query = {}, body }: HttpCall): [number, object] => {
    const path = url.replace('http://site/rest/', '');
    sent.push([`${method} ${path}`, body ?? query['iql'] ?? query['qlQuery']]);
    if (path === 'api/2/search') return [200, { total: 3, issues: issue ? [issue] : [] }];
    if (path.includes('/objects')) {
      const entries = Object.entries(shown).map(([objectKey, id]) => ({
        id: Number(id),
        objectKey,
      }));
      return [200, { objectEntries: entries }];
    }
    const name = path.split('/').at(-1) ?? '';
    const known = Object.entries({ ...shown, ...stored }).find((each) => each.includes(name));
    if (method === 'PUT') return [204, {}];
    if (hidden[name] !== undefined) return [403, { errorMessages: ['Not for you'] }];
    return known ? [200, { id: Number(known[1]), objectKey: known[0] }] : [404, {}];
  };
  const calls = new JiraCalls(
    async (call) => {
      const [status, json] = answerOf(call);
      open.now += 1;
      open.most = Math.max(open.most, open.now);
      await new Promise(setImmediate);
      open.now -= 1;
      return { status, headers: {}, body: Buffer.from(JSON.stringify(json)) };
    },
    'http://site',
    2,
  );
  const words = { path: '/iql/objects', query: 'iql', inIssues: 'iqlFunction' } as const;
  const keys = new ObjectKeys({ calls, root: 'insight/1.0', words });
  const issues = new DataCenterIssues({ calls, keys, objectsFunction: words.inIssues });
  return { issues, sent, open };
}

test('values come with the ids of the objects that they name; one that leads nowhere has its key, an odd one stays as it came', async () => {
  const values = ['Laptop (new) (C-1)', 'Dock (C-2)', 'Gone (C-3)', 'of another form'];
  const { issues, sent } = jira(found(values), { shown: { 'C-1': '11' }, stored: { 'C-2': '12' } });
  const page = await issues.findIssues({ jql: 'x', fieldIds: [FIELD] });
  assert.deepEqual(page.issues[0]?.values[FIELD], [
    { objectId: '11', key: 'C-1', name: 'Laptop (new) (C-1)' },
    { objectId: '12', key: 'C-2', name: 'Dock (C-2)' },
    { key: 'C-3', name: 'Gone (C-3)' },
    'of another form',
  ]);
  assert.deepEqual(sent.slice(1, 3), [
    ['GET insight/1.0/iql/objects', 'Key IN ("C-1", "C-2", "C-3")'],
    ['GET insight/1.0/object/C-2', undefined],
  ]);
});

test('an object that the account may not see has its key, and the others of its issue are found', async () => {
  const values = ['Secret (SEC-1)', 'Dock (C-2)'];
  const options = { stored: { 'C-2': '12' }, hidden: { 'SEC-1': '99' } };
  const { issues } = jira(found(values), options);
  const page = await issues.findIssues({ jql: 'x', fieldIds: [FIELD] });
  assert.deepEqual(page.issues[0]?.values[FIELD], [
    { key: 'SEC-1', name: 'Secret (SEC-1)' },
    { objectId: '12', key: 'C-2', name: 'Dock (C-2)' },
  ]);
});

test('keys that lead nowhere are looked up side by side, each once, until an object has one', async () => {
  const stored: Record<string, string> = {};
  const keys = ['C-3', 'C-4', 'C-5'];
  const { issues, sent, open } = jira(found(keys.map((key) => `Gone (${key})`)), { stored });
  const idsFound = async () => {
    const [issue] = (await issues.findIssues({ jql: 'x', fieldIds: [FIELD] })).issues;
    return (issue!.values[FIELD] as { objectId?: string }[]).map(({ objectId }) => objectId);
  };
  assert.deepEqual(await idsFound(), [undefined, undefined, undefined]);
  assert.equal(open.most, 3);
  const lookups = () => sent.filter(([call]) => call.includes('/object/')).length;
  await idsFound();
  assert.equal(lookups(), 3);
  stored['C-4'] = '14';
  await issues.setIssue('OPS-7', new Map([[FIELD, [{ workspaceId: '', objectId: '14' }]]]));
  assert.deepEqual(await idsFound(), [undefined, '14', undefined]);
});

test('a search goes on where the page ended, in an order that stays', async () => {
  const { issues, sent } = jira(found([]), {});
  const page = await issues.findIssues({ jql: 'x', fieldIds: [FIELD], token: '1' });
  assert.deepEqual([page.next, page.isCut, page.unreadable], ['2 7', false, 0]);
  assert.deepEqual(sent, [
    [
      'POST api/2/search',
      {
        jql: 'x ORDER BY created ASC, key ASC',
        startAt: 1,
        maxResults: 100,
        fields: ['summary', 'updated', 'created', FIELD],
      },
    ],
  ]);
  const last = await issues.findIssues({ jql: 'x', fieldIds: [FIELD], token: '2' });
  assert.equal(last.next, undefined);
});

/** Issues are created a second apart. */
const inOrder = (id: number): object => ({ created: new Date(id * 1_000).toISOString() });

/** Walks through 30 issues, five to a page, which change behind the third page. */
async function walkWhile(change: (ids: number[]) => void, fieldsOf = inOrder) {
  const ids = Array.from({ length: 30 }, (_none, at) => at + 1);
  const calls = new JiraCalls(
    async ({ body }) => {
      const { startAt = 0, maxResults } = body as { startAt?: number; maxResults: number };
      const issues = ids
        .slice(startAt, startAt + Math.min(5, maxResults))
        .map((id) => ({ id: String(id), key: `OPS-${id}`, fields: fieldsOf(id) }));
      const json = JSON.stringify({ total: ids.length, issues });
      return { status: 200, headers: {}, body: Buffer.from(json) };
    },
    'http://site',
    2,
  );
  const words = { path: '/aql/objects', query: 'qlQuery', inIssues: 'aqlFunction' } as const;
  const keys = new ObjectKeys({ calls, root: 'assets/1.0', words });
  const issues = new DataCenterIssues({ calls, keys });
  const found: number[] = [];
  let isCut = false;
  let pages = 0;
  for await (const page of walkIssues((token) =>
    issues.findIssues({ jql: 'x', fieldIds: [], token }),
  )) {
    found.push(...page.issues.map(({ id }) => Number(id)));
    isCut ||= page.isCut === true;
    pages += 1;
    if (pages === 3) change(ids);
  }
  return { found, isCut };
}
const without =
  (...gone: number[]) =>
  (ids: number[]): void => {
    ids.splice(0, ids.length, ...ids.filter((id) => !gone.includes(id)));
  };
const ALL = Array.from({ length: 30 }, (_none, at) => at + 1);
const to = (end: number): number[] => ALL.slice(0, end);

for (const [what, change] of [
  ['nothing changes', () => undefined],
  ['an issue that came is no longer found', without(2)],
  ['the last one that came is not', without(13)],
  ['as many as a page holds are not', without(1, 2, 3, 12, 13)],
  ['most of those that came are not', without(...to(12))],
  ['none of those that came is found any more', without(...to(13))],
  ['only those that came first are left of them', without(6, 7, 8, 9, 10, 11, 12, 13)],
  ['an older one is found as well', (ids: number[]) => void ids.unshift(99)],
  ['one is gone and another one has come', (ids: number[]) => void ids.splice(0, 1, 98, 99)],
] as const)
  test(`a search finds every issue once while ${what}`, async () => {
    assert.deepEqual(await walkWhile(change), { found: ALL, isCut: false });
  });

test('issues that were created in the same second are found, though some may come again', async () => {
  const atOnce = (): object => ({ created: '2026-11-27T10:00:00.000+0100' });
  const { found, isCut } = await walkWhile(without(...to(13)), atOnce);
  assert.deepEqual([new Set(found), isCut], [new Set(ALL), false]);
});

test('a search ends with what is left, and says so if Jira says too little to follow', async () => {
  const rest = await walkWhile(without(...ALL.slice(15)));
  assert.deepEqual(rest, { found: to(15), isCut: false });
  assert.equal((await walkWhile(without(...to(12)), () => ({}))).isCut, true);
});

test('an issue that cannot be read is counted; a page without any, though there are more, cuts the list', async () => {
  const { issues } = jira({}, {});
  const odd = await issues.findIssues({ jql: 'x', fieldIds: [] });
  assert.deepEqual([odd.unreadable, odd.next], [1, '1']);
  const cut = await jira(undefined, {}).issues.findIssues({ jql: 'x', fieldIds: [] });
  assert.deepEqual([cut.isCut, cut.next], [true, undefined]);
});

test('issues are asked for by id or key, and one that is not there is no mistake', async () => {
  const { issues, sent } = jira(found([]), {});
  await issues.issues(['7', '8', 'OPS-1'], []);
  const { jql, validateQuery } = sent[0]![1] as { jql: string; validateQuery: boolean };
  assert.deepEqual([jql, validateQuery], ['id in (7, 8) OR key in ("OPS-1")', false]);
  assert.equal(sent.length, 3, 'a page at a time, and no more than were asked for');
  assert.deepEqual(await issues.issues([], []), []);
});

test('a field is set to keys, without telling watchers of it; a deleted object is a refusal', async () => {
  const { issues, sent } = jira(found([]), { shown: { 'C-1': '11' } });
  await issues.setIssue('OPS-7', new Map([[FIELD, [{ workspaceId: '', objectId: '11' }]]]));
  assert.deepEqual(sent.at(-1), [
    'PUT api/2/issue/OPS-7',
    { fields: { [FIELD]: [{ key: 'C-1' }] } },
  ]);
  const noId = { workspaceId: '', objectId: '', key: 'C-3' };
  await issues.setIssue('OPS-7', new Map([[FIELD, [noId]]]));
  assert.deepEqual(sent.at(-1)?.[1], { fields: { [FIELD]: [{ key: 'C-3' }] } });
  const gone = new Map([[FIELD, [{ workspaceId: '', objectId: '99' }]]]);
  await assert.rejects(issues.setIssue('OPS-7', gone), /deleted from Assets/);
});

test('a search that does not say how many issues there are is read to its end, and counts none', async () => {
  const all = Array.from({ length: 250 }, (_none, at) => ({ ...found(null), id: String(at + 1) }));
  const calls = new JiraCalls(
    async ({ body }) => {
      const { startAt = 0, maxResults } = body as { startAt?: number; maxResults: number };
      const issues = all.slice(startAt, startAt + maxResults);
      return { status: 200, headers: {}, body: Buffer.from(JSON.stringify({ issues })) };
    },
    'http://site',
    2,
  );
  const words = { path: '/iql/objects', query: 'iql', inIssues: 'iqlFunction' } as const;
  const keys = new ObjectKeys({ calls, root: 'insight/1.0', words });
  const issues = new DataCenterIssues({ calls, keys });
  const ids: string[] = [];
  let cuts = 0;
  for await (const page of walkIssues((token) =>
    issues.findIssues({ jql: 'x', fieldIds: [], token }),
  )) {
    ids.push(...page.issues.map(({ id }) => id));
    if (page.isCut) cuts += 1;
  }
  assert.deepEqual([new Set(ids).size, ids.length, cuts], [250, 250, 0]);
  assert.equal(await issues.countIssues('x'), undefined);
});
