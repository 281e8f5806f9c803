import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IssueLine } from '../../../../src/core/restores/report/issue-line.ts';
import {
  alice,
  bob,
  gathered,
  issueLine,
  restoreStoreRig,
  route,
  run,
} from './restore-store-rig.ts';

const { connection, secrets, store } = await restoreStoreRig();
const { issues } = store;
const linesOf = async (id = run('r1')): Promise<IssueLine[]> =>
  (await gathered(issues.lines(alice, id))).sort((a, b) => (a.issueId < b.issueId ? -1 : 1));

test('the later line of an issue counts, unless it has a lower fence', async () => {
  await issues.note(route({ fence: 2 }), [
    issueLine('1', { outcome: 'pending' }),
    issueLine('2', { outcome: 'changed', reason: 'Somebody changed it.' }),
  ]);
  await issues.note(route({ fence: 2 }), [issueLine('1')]);
  await issues.note(route({ fence: 1 }), [issueLine('2', { outcome: 'failed' })]);
  assert.deepEqual(await linesOf(), [
    issueLine('1'),
    issueLine('2', { outcome: 'changed', reason: 'Somebody changed it.' }),
  ]);
  assert.deepEqual(await gathered(issues.lines(alice, run('r1'), 'pending')), []);
  const { set, changed, pending, failed } = await issues.counts(alice, run('r1'));
  assert.deepEqual([set, changed, pending, failed], [1, 1, 0, 0]);
  assert.deepEqual(await gathered(issues.lines(bob, run('r1'))), []);
});

test('what an earlier version wrote is read, and what was noted since takes its place', async () => {
  const earlier = async (issueId: string) => {
    const { outcome, issueId: _issueId, ...words } = issueLine(issueId);
    const _id = `r1:${issueId}`;
    const text = await secrets.seal(alice, _id, 'words', JSON.stringify(words));
    return { _id, tenantId: alice, runId: 'r1', fence: 1, issueId, outcome, words: text };
  };
  await connection
    .collection<{ _id: string }>('restore_issues')
    .insertMany([await earlier('1'), await earlier('2')]);
  await issues.note(route({ fence: 2 }), [issueLine('2', { outcome: 'right' })]);
  assert.deepEqual(await linesOf(), [issueLine('1'), issueLine('2', { outcome: 'right' })]);
  const { set, right } = await issues.counts(alice, run('r1'));
  assert.deepEqual([set, right], [1, 1]);
});

test('a line that was damaged hides no other', async () => {
  await issues.note(route(), [issueLine('1'), issueLine('2')]);
  await connection
    .collection('restore_issue_blocks')
    .updateOne({}, { $set: { 'lines.0.words': 'damaged' } });
  const [first, second] = await linesOf();
  assert.match(first?.reason ?? '', /^This issue's entry can't be read/);
  assert.deepEqual(second, issueLine('2'));
});

test('changes by restores between the same sites are found by issue, whichever restore made them', async () => {
  const ownUpdate = { since: '2026-01-01', updated: '2026-01-02' };
  const later = { since: '2026-01-01', updated: '2026-01-03' };
  await issues.note(route(), [issueLine('1', { ownUpdate }), issueLine('2')]);
  await issues.note(route({ runId: run('r2') }), [issueLine('1', { ownUpdate: later })]);
  await issues.note(route({ targetWorkspace: 'else' }), [issueLine('1', { ownUpdate })]);
  const found = await issues.ownUpdates(route(), ['1', '2', '3']);
  const changes = found.map(({ issueId, updated }) => `${issueId} at ${updated}`);
  assert.deepEqual(changes.sort(), ['1 at 2026-01-02', '1 at 2026-01-03']);
});

test('the lines of many issues are few documents', async () => {
  const many = Array.from({ length: 1_000 }, (_none, at) => issueLine(String(at)));
  await issues.note(route(), many);
  assert.equal(await connection.collection('restore_issue_blocks').countDocuments({}), 5);
  await store.purge(alice);
  assert.equal(await connection.collection('restore_issue_blocks').countDocuments({}), 0);
});
