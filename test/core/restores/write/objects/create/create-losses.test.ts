import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateLosses,
  MAX_LOSSES,
} from '../../../../../../src/core/restores/write/objects/create/create-losses.ts';

/** The nodes from `from` on are answered, `count` of them. */
function answer(losses: CreateLosses, from: number, count: number): void {
  for (let node = from; node < from + count; node += 1) losses.end(node);
}

test('an object is given up after six lost answers', () => {
  const losses = new CreateLosses(2);
  for (let at = 1; at < MAX_LOSSES; at += 1) losses.add(0);
  assert.equal(losses.isGivenUp(0), false);
  losses.add(0);
  assert.deepEqual([losses.isGivenUp(0), losses.isGivenUp(1)], [true, false]);
});

test('it is the object that is not answered where few are not, and more are, or it is the only one', () => {
  const cases: [unanswered: number, answered: number, isAlone: boolean][] = [
    [1, 0, true],
    [1, 4, true],
    [2, 1, false],
    [2, 2, true],
    [3, 0, false],
    [20, 30, true],
    [21, 30, false],
  ];
  for (const [unanswered, answered, isAlone] of cases) {
    const losses = new CreateLosses(unanswered + answered);
    answer(losses, unanswered, answered);
    for (let node = 0; node < unanswered; node += 1) losses.add(node);
    assert.equal(losses.isOfNodeAlone(0), isAlone, `${unanswered} of ${answered}`);
  }
});

test('many that are not answered are their own matter once the site has answered many others since', () => {
  const losses = new CreateLosses(100);
  for (let node = 0; node < 30; node += 1) losses.add(node);
  answer(losses, 30, 50);
  assert.equal(losses.isOfNodeAlone(0), false, 'these may be late answers');
  answer(losses, 80, 1);
  assert.equal(losses.isOfNodeAlone(0), true);
});

test('one that was found, or refused, is not counted as unanswered any more', () => {
  const losses = new CreateLosses(3);
  for (const node of [0, 1, 2]) losses.add(node);
  assert.equal(losses.isOfNodeAlone(0), false);
  answer(losses, 1, 2);
  assert.equal(losses.isOfNodeAlone(0), true);
});
