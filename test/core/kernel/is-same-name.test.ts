import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameName } from '../../../src/core/kernel/is-same-name.ts';

test('a name is the one that was typed as it is shown, whatever white space it holds', () => {
  for (const [typed, name] of [
    ['padded', '  padded  '],
    ['  padded  ', 'padded'],
    ['two words', 'two \t  words'],
    ['cafe\u0301', 'caf\u00e9'],
  ] as const)
    assert.ok(isSameName(typed, name), name);
});

test('another name is another one', () => {
  for (const typed of ['', 'Services', 'services2', 'ser vices'])
    assert.ok(!isSameName(typed, 'services'), typed);
});
