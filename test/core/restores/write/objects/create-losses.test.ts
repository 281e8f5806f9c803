import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateLosses,
  MAX_LOSSES,
} from '../../../../../src/core/restores/write/objects/create-losses.ts';

function lose(losses: CreateLosses, node: number, answered: number): void {
  losses.add(node);
  for (let at = 0; at < answered; at += 1) losses.end();
  for (let at = 1; at < MAX_LOSSES; at += 1) losses.add(node);
}

test('an object is given up after six lost answers', () => {
  const losses = new CreateLosses(2);
  for (let at = 1; at < MAX_LOSSES; at += 1) losses.add(0);
  assert.equal(losses.isGivenUp(0), false);
  losses.add(0);
  assert.deepEqual([losses.isGivenUp(0), losses.isGivenUp(1)], [true, false]);
});

test('it is the object that is given up where the site answers for many others, else the site', () => {
  const losses = new CreateLosses(2);
  lose(losses, 0, 51);
  lose(losses, 1, 50);
  assert.deepEqual([losses.isOfNodeAlone(0), losses.isOfNodeAlone(1)], [true, false]);
});
