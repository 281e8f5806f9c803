import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findLongFunctions,
  MAX_FUNCTION_LINES,
} from '../../scripts/structure/find-long-functions.ts';
import { parseSource } from '../support/source/parse-source.ts';

const statements = (count: number): string => 'work();\n'.repeat(count);

test('a function, method or arrow that is too long is found', () => {
  for (const [head, end] of [
    ['function long() {', '}'],
    ['class Some { long() {', '} }'],
    ['const long = () => {', '};'],
  ] as const)
    assert.deepEqual(
      findLongFunctions(parseSource(`${head}\n${statements(MAX_FUNCTION_LINES)}${end}`)),
      [`src/planted.ts:1 has ${MAX_FUNCTION_LINES + 2} lines`],
    );
});

test('a function of exactly the limit is not, nor is a long file of short ones', () => {
  const short = `function short() {\n${statements(MAX_FUNCTION_LINES - 2)}}\n`;
  assert.deepEqual(findLongFunctions(parseSource(short.repeat(3))), []);
});
