import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLongLines, MAX_LINE } from '../../scripts/structure/find-long-lines.ts';
import { parseSource } from '../support/source/parse-source.ts';

const long = 'word '.repeat(30);

test('a comment and a line of code that are too long are found', () => {
  const code = `// ${long}\nconst sum = ${'value + '.repeat(20)}1;`;
  assert.deepEqual(findLongLines(parseSource(code)), ['src/planted.ts:1', 'src/planted.ts:2']);
});

test('a literal that makes the line long is not, but code beside it that is long by itself is', () => {
  assert.deepEqual(findLongLines(parseSource(`say('${long}');\nsay(\`${long}\${x}\`);`)), []);
  assert.deepEqual(findLongLines(parseSource(`say('a', ${'value, '.repeat(20)});`)), [
    'src/planted.ts:1',
  ]);
});

test('a line of exactly the limit and a long address are not', () => {
  const address = `// https://example.com/${'a'.repeat(MAX_LINE)}`;
  assert.deepEqual(findLongLines(parseSource(`${'x'.repeat(MAX_LINE)}\n${address}`)), []);
});
