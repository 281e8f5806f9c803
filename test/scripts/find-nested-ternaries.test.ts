import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNestedTernaries } from '../../scripts/structure/find-nested-ternaries.ts';
import { parseSource } from '../support/source/parse-source.ts';

test('a ternary in a branch or the condition of another is found, also in brackets', () => {
  for (const nested of ['a ? b : c ? d : e', 'a ? (b ? c : d) : e', '(a ? b : c) ? d : e'])
    assert.deepEqual(findNestedTernaries(parseSource(`\nconst x = ${nested};`)), [
      'src/planted.ts:2',
    ]);
});

test('a ternary within a call in a branch is not, nor are two beside each other', () => {
  const clean = 'const x = a ? b : call(c ? d : e);\nconst y = (a ? b : c) + (d ? e : f);';
  assert.deepEqual(findNestedTernaries(parseSource(clean)), []);
});
