import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameValues } from '../../../../../src/core/compare/compare-values.ts';
import { WithoutArchived } from '../../../../../src/core/restores/check/parts/without-archived.ts';

const ATTRIBUTES = [
  { id: '1', kind: 'reference' },
  { id: '2', kind: 'text' },
] as const;
const values = (a: string, expected: string[], actual: string[]) => ({
  pair: { a, b: a },
  isEmpty: false,
  expected,
  alsoThere: [],
  actual,
  isUnknown: false,
  isPending: false,
  isSame: sameValues(expected, actual),
});
const sameOf = (
  [a, expected, actual]: [string, string[], string[]],
  inArchive = new Map([['7', '70']]),
): boolean | undefined => {
  const pair = { values: [values(a, expected, actual)] };
  return new WithoutArchived(ATTRIBUTES, inArchive).of(pair).values[0]?.isSame;
};

test('whether an object tells of an archived one is no difference', () => {
  assert.equal(sameOf(['1', ['70', '80'], ['80']]), true);
  assert.equal(sameOf(['1', ['80'], ['80', '70']]), true);
  assert.equal(sameOf(['1', ['70'], ['70']]), true);
});

test('everything else is: another object, a text that looks like its id, a site without an archive', () => {
  assert.equal(sameOf(['1', ['70', '80'], ['70']]), false);
  assert.equal(sameOf(['1', ['7'], []]), false);
  assert.equal(sameOf(['2', ['70'], []]), false);
  assert.equal(sameOf(['1', ['70'], []], new Map()), false);
});
