import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { IssueObject } from '../../../../src/core/assets/issues/issue-object.ts';
import { fieldChange, type IssueIds } from '../../../../src/core/restores/issues/field-change.ts';
import { randomRuns } from '../../../support/random-runs.ts';

const objects = (ids: readonly (number | string)[]): IssueObject[] =>
  ids.map((id) => ({ workspaceId: 'ws', objectId: String(id) }));
const idsOf = (list: readonly IssueObject[]): string[] => list.map(({ objectId }) => objectId);

/** Objects 1 to 9 are of the backup; 1 to 8 are restored as 101 to 108; 50 and more are others'. */
const ids = (isSameSite = true, targets = 8): IssueIds => ({
  isSameSite,
  isRestored: (id) => Number(id) >= 1 && Number(id) <= 9,
  targetOf: (id) => (Number(id) >= 1 && Number(id) <= targets ? `10${id}` : undefined),
  sourceOf: (id) => (/^10[1-8]$/.test(id) ? id.slice(2) : undefined),
  hadKey: () => undefined,
});
interface Case {
  backup: number[];
  now: number[];
  isUntouched?: boolean;
  overwrites?: boolean;
  isSameSite?: boolean;
}
function changeOf({ backup, now, isUntouched = true, overwrites, isSameSite }: Case) {
  const states = { backup: objects(backup), now: objects(now), isUntouched };
  const change = fieldChange(states, ids(isSameSite), overwrites ?? false);
  return change.kind === 'set' ? idsOf(change.objects).map(Number) : change.kind;
}

test('old objects give way to the new ones, in their places, and others stay', () => {
  assert.deepEqual(changeOf({ backup: [1, 50, 2], now: [1, 50, 2] }), [101, 50, 102]);
  assert.deepEqual(changeOf({ backup: [1, 2], now: [1, 2, 60] }), [101, 102, 60]);
  assert.deepEqual(changeOf({ backup: [50], now: [50] }), 'right');
});

test('an object that was not restored stays where it is', () => {
  assert.deepEqual(changeOf({ backup: [1, 9], now: [1, 9] }), [101, 9]);
  assert.deepEqual(changeOf({ backup: [9], now: [] }), 'right');
});

test('what a field lost with its objects is put back where nobody touched the issue', () => {
  assert.deepEqual(changeOf({ backup: [1, 50, 2], now: [50] }), [101, 50, 102]);
  assert.equal(changeOf({ backup: [1, 50, 2], now: [50], isUntouched: false }), 'changed');
  assert.deepEqual(changeOf({ backup: [1], now: [], isUntouched: false, overwrites: true }), [101]);
});

test('other objects of the schema are a change by somebody, overwritten only where that is chosen', () => {
  assert.equal(changeOf({ backup: [1], now: [2] }), 'changed');
  assert.equal(changeOf({ backup: [1], now: [1, 2] }), 'changed');
  assert.deepEqual(changeOf({ backup: [1, 50], now: [2, 60], overwrites: true }), [60, 101]);
});

test('what is right is left, in whatever order', () => {
  assert.equal(changeOf({ backup: [1, 2], now: [102, 101], isUntouched: false }), 'right');
  assert.equal(changeOf({ backup: [1, 50], now: [50, 101] }), 'right');
});

test('ids of another site mean nothing: an empty field is filled, another one is listed', () => {
  const isSameSite = false;
  assert.deepEqual(changeOf({ backup: [1, 50, 2], now: [], isSameSite }), [101, 102]);
  assert.equal(changeOf({ backup: [1], now: [1], isSameSite }), 'changed');
  assert.deepEqual(changeOf({ backup: [1, 2], now: [101, 70], isSameSite }), [101, 70, 102]);
  assert.deepEqual(changeOf({ backup: [1], now: [70], overwrites: true, isSameSite }), [70, 101]);
});

const list = fc.uniqueArray(
  fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 101, max: 108 }),
    fc.integer({ min: 50, max: 60 }),
  ),
  { maxLength: 8 },
);

test('whatever a field holds: others stay as they were, and what was set needs no change', () => {
  const property = fc.property(list, list, fc.boolean(), fc.boolean(), fc.boolean(), (...drawn) => {
    const [before, now, isUntouched, overwrites, isSameSite] = drawn;
    const backup = objects(before.filter((id) => id < 100));
    const states = { backup, now: objects(now), isUntouched };
    const change = fieldChange(states, ids(isSameSite), overwrites);
    const wanted = idsOf(backup).filter((id) => Number(id) < 9);
    if (change.kind === 'changed') return assert.equal(overwrites, false);
    const after = change.kind === 'set' ? change.objects : states.now;
    const isOther = (id: number): boolean => id >= 50 && id < 100;
    const othersOf = (all: readonly (number | string)[]) =>
      new Set(all.map(Number).filter(isOther));
    assert.deepEqual(othersOf(idsOf(after)), othersOf(now));
    const set = new Set(idsOf(after));
    for (const id of wanted) if (id.length === 1) assert.ok(set.has(`10${id}`), `${id} is there`);
    const again = { backup, now: after, isUntouched: false };
    assert.equal(fieldChange(again, ids(isSameSite), overwrites).kind, 'right');
    return undefined;
  });
  fc.assert(property, randomRuns(300, 5_000));
});
