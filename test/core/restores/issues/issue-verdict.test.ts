import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Issue } from '../../../../src/core/assets/model/issue.ts';
import { isSetAnyway } from '../../../../src/core/restores/issues/is-set-anyway.ts';
import type { OwnUpdate } from '../../../../src/core/restores/report/issue-line.ts';
import { judgeIssue, type IssueRules } from '../../../../src/core/restores/issues/issue-verdict.ts';

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
    hadKey: () => undefined,
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

/** On the site that was backed up: 10 and 11 are restored as 20 and 21, under new keys. */
const sameSite: IssueRules = {
  ids: {
    isSameSite: true,
    isRestored: (id) => ['10', '11'].includes(id),
    targetOf: (id) => ({ 10: '20', 11: '21' })[id],
    sourceOf: (id) => ({ 20: '10', 21: '11' })[id],
    hadKey: (key) => ({ 'C-1': '10', 'C-2': '11' })[key],
  },
  fields: { nameOf: () => 'Computers', targetOf: (id) => id, targets: ['field'] },
  overwrites: () => false,
};
const holding = (...values: Issue['values'][string][]): Issue => ({
  ...issueOf('Broken', []),
  values: { field: values },
});
const onServer = (objectId: string, key: string) => ({ objectId, key, name: `Laptop (${key})` });
const leadsNowhere = (key: string) => ({ key, name: `Laptop (${key})` });

test('values that lead to no object any more are known by the keys that they had', () => {
  const before = holding(onServer('10', 'C-1'), onServer('11', 'C-2'), onServer('30', 'D-1'));
  const now = holding(leadsNowhere('C-1'), leadsNowhere('C-2'), leadsNowhere('D-1'));
  const { outcome, set } = judgeIssue(before, now, sameSite);
  assert.equal(outcome, 'set');
  assert.deepEqual(set.get('field'), [
    { workspaceId: '', objectId: '20' },
    { workspaceId: '', objectId: '21' },
    { workspaceId: '', objectId: '', key: 'D-1' },
  ]);
  const again = holding(onServer('20', 'C-7'), onServer('21', 'C-8'), leadsNowhere('D-1'));
  assert.equal(judgeIssue(before, again, sameSite).outcome, 'right');
});

test('an object of the backup that somebody put there is a change, though its key leads nowhere any more', () => {
  const before = holding(onServer('10', 'C-1'));
  const now = holding(leadsNowhere('C-2'));
  assert.equal(judgeIssue(before, now, sameSite).outcome, 'changed');
  const { outcome, set } = judgeIssue(before, now, { ...sameSite, overwrites: () => true });
  assert.equal(outcome, 'set');
  assert.deepEqual(set.get('field'), [{ workspaceId: '', objectId: '20' }]);
});

test('a value of an unknown form in the backup is told, and keeps no other from being set', () => {
  const before = holding(onServer('10', 'C-1'), 'odd');
  const { outcome, set, unread, reason } = judgeIssue(before, holding(), {
    ...sameSite,
    overwrites: () => true,
  });
  assert.deepEqual([outcome, unread], ['set', ['Computers']]);
  assert.deepEqual(set.get('field'), [{ workspaceId: '', objectId: '20' }]);
  assert.equal(reason, 'Values that the backup has in an unknown form were not set: Computers.');
  const none = judgeIssue(holding('odd'), holding(), sameSite);
  assert.deepEqual([none.outcome, none.set.size, none.reason], ['right', 0, reason]);
});

test('a field that holds a value of an unknown form is left, unless it is right', () => {
  const before = holding(onServer('10', 'C-1'));
  const isRight = judgeIssue(before, holding('odd', onServer('20', 'C-7')), sameSite);
  assert.deepEqual([isRight.outcome, isRight.set.size], ['right', 0]);
  const isNot = judgeIssue(before, holding('odd', leadsNowhere('C-1')), sameSite);
  assert.deepEqual([isNot.outcome, isNot.set.size], ['failed', 0]);
  assert.match(isNot.reason ?? '', /unknown form, which was left as it is/);
});

test('a field is completed where only restores changed the issue since this very backup', () => {
  const before = holding(onServer('10', 'C-1'), onServer('11', 'C-2'));
  const now = { ...holding(onServer('20', 'C-7')), updated: '2026-11-26T00:00:00.000Z' };
  const outcomeAfter = (...own: Pick<OwnUpdate, 'since' | 'updated'>[]) =>
    judgeIssue(
      before,
      now,
      sameSite,
      own.map((each) => ({ issueId: '1', ...each })),
    ).outcome;
  const own = { since: before.updated, updated: now.updated };
  assert.equal(outcomeAfter(own), 'set');
  assert.equal(outcomeAfter(), 'changed');
  assert.equal(outcomeAfter({ ...own, updated: '2026-11-25T12:00:00.000Z' }), 'changed');
  assert.equal(outcomeAfter({ ...own, since: '2026-11-24T00:00:00.000Z' }), 'changed');
});
