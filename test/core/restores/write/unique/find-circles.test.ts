import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findCircles,
  type UniqueWish,
} from '../../../../../src/core/restores/write/unique/find-circles.ts';

/** Who has which value, and wants which: "has wants". */
const wishes = (...pairs: string[]): UniqueWish[] =>
  pairs.map((pair, node) => {
    const [has = '', wants = ''] = pair.split(' ');
    return { node, attribute: '1', current: [has], wanted: [wants] };
  });
const circlesOf = (...pairs: string[]): number => findCircles(wishes(...pairs)).length;

test('of each circle one wish is found, however many objects are in it', () => {
  assert.equal(circlesOf('a b', 'b a'), 1);
  assert.equal(circlesOf('a b', 'b c', 'c a', 'x y', 'y x'), 2);
  assert.equal(circlesOf('w a', 'a b', 'b c', 'c a'), 1, 'one that only waits for a circle');
});

test('a chain with a free end is no circle, nor is an object that has what it wants', () => {
  assert.equal(circlesOf('a b', 'b c', 'c free'), 0);
  assert.equal(circlesOf('a a'), 0);
});

test('values that differ in capital letters only may be the same to a site', () => {
  assert.equal(circlesOf('A b', 'B a'), 1);
});

test('a value under another attribute blocks nobody', () => {
  const [one, other] = wishes('a b', 'b a') as [UniqueWish, UniqueWish];
  assert.equal(findCircles([one, { ...other, attribute: '2' }]).length, 0);
});
