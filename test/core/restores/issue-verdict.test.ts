import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Issue } from '../../../src/core/assets/model/issue.ts';
import { isSetAnyway } from '../../../src/core/restores/issues/is-set-anyway.ts';
import { judgeIssue, type IssueRules } from '../../../src/core/restores/issues/issue-verdict.ts';

const issueOf = (summary: string, ids: string[]): Issue => ({
  id: '1',
  key: 'HELP-1',
  summary,
  updated: '2026-11-25T00:00:00.000Z',
  values: { field: ids.map((objectId) => ({ workspaceId: 'w', id: `w:${objectId}`, objectId })) },
});
const backup = issueOf('Broken', ['10']);
/** The object 10 is 20 on the destination, which is another site. */
const rules = (overwrites = false): IssueRules => ({
  ids: {
    isSameSite: false,
    isRestored: (id) => id === '10',
    targetOf: (id) => (id === '10' ? '20' : undefined),
    sourceOf: (id) => (id === '20' ? '10' : undefined),
  },
  fields: { nameOf: (id) => id, targetOf: (id) => id, targets: ['field'] },
  overwrites: () => overwrites,
});
const judged = (now: Issue, overwrites = false) => {
  const { outcome, set, reason } = judgeIssue(backup, now, rules(overwrites));
  return [outcome, set.get('field')?.map(({ objectId }) => objectId), reason?.slice(0, 9)];
};

test('on another site an issue of another summary or with other objects is left, unless chosen otherwise', () => {
  assert.deepEqual(judged(issueOf('Broken', [])), ['set', ['20'], undefined]);
  const other = issueOf('Else', []);
  assert.deepEqual(judged(other), ['changed', undefined, 'The issue']);
  assert.deepEqual(judged(other, true), ['set', ['20'], undefined]);
  const foreign = issueOf('Broken', ['77']);
  assert.deepEqual(judged(foreign), ['changed', undefined, 'The field']);
  assert.deepEqual(judged(foreign, true), ['set', ['77', '20'], undefined], 'what is there stays');
});

test('an issue that is right needs no decision, whatever its summary', () => {
  assert.deepEqual(judged(issueOf('Else', ['20'])), ['right', undefined, undefined]);
});

test('a rule for one issue goes before that of the group', () => {
  const chosen = isSetAnyway([
    { kind: 'issue', id: 'issue', rule: 'map-all', to: 'set' },
    { kind: 'issue', id: '2', rule: 'empty' },
  ]);
  assert.deepEqual(['1', '2'].map(chosen), [true, false]);
  assert.deepEqual(['1', '2'].map(isSetAnyway([])), [false, false]);
  const one = isSetAnyway([{ kind: 'issue', id: '2', rule: 'map', to: 'set' }]);
  assert.deepEqual(['1', '2'].map(one), [false, true]);
});
