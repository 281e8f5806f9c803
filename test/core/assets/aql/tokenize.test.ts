import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placeholderEnd, tokenize } from '../../../../src/core/assets/aql/tokenize.ts';

const kinds = (query: string): string[] =>
  tokenize(query).map(({ kind, text }) => `${kind} ${text}`);

test('words, quoted texts, signs and placeholders are told apart', () => {
  const table: [string, string[]][] = [
    ['Key="OLD-1"', ['word Key', 'sign =', 'text OLD-1']],
    [`name LIKE 'web*'`, ['word name', 'word LIKE', 'text web*']],
    ['"Used by".Key == OLD-1', ['text Used by', 'sign .', 'word Key', 'sign ==', 'word OLD-1']],
    [
      'a<=1 b>=2 c!=3 d!~e',
      [
        'word a',
        'sign <=',
        'word 1',
        'word b',
        'sign >=',
        'word 2',
        'word c',
        'sign !=',
        'word 3',
        'word d',
        'sign !',
        'word ~e',
      ],
    ],
    [String.raw`Name = "15\" \\ D:\x"`, ['word Name', 'sign =', String.raw`text 15" \ D:\x`]],
    [String.raw`Name = 15\"`, ['word Name', 'sign =', 'word 15"']],
    [String.raw`Owner = CORP\anna`, ['word Owner', 'sign =', String.raw`word CORP\anna`]],
    [
      'Key IN (${Field A.label${0}}, X-${1})',
      [
        'word Key',
        'word IN',
        'sign (',
        'word ${Field A.label${0}}',
        'sign ,',
        'word X-${1}',
        'sign )',
      ],
    ],
    ['Price = $5', ['word Price', 'sign =', 'word $5']],
    ['Город = Köln', ['word Город', 'sign =', 'word Köln']],
    ['a = "b', ['word a', 'sign =', 'broken "b']],
    ['a = x${b', ['word a', 'sign =', 'broken x${b']],
  ];
  for (const [query, expected] of table) assert.deepEqual(kinds(query), expected, query);
});

test('a placeholder ends where its own brace closes', () => {
  assert.equal(placeholderEnd('${A${0}} b', 0), 8);
  assert.equal(placeholderEnd('${A${0}', 0), -1);
});

test('tokens and the gaps between them give the text back, and gaps are white space', () => {
  const pieces = fc
    .array(
      fc.constantFrom(...`"'\\(),.=<>!\${} \n\taK-1`.split(''), 'and ', '${a${0}}', '"x y"', '\\"'),
      {
        maxLength: 40,
      },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 60 })), (query) => {
      let [text, at] = ['', 0];
      for (const token of tokenize(query)) {
        assert.match(query.slice(at, token.at), /^\s*$/);
        assert.ok(token.end > token.at);
        text += query.slice(at, token.at) + query.slice(token.at, token.end);
        at = token.end;
      }
      assert.match(query.slice(at), /^\s*$/);
      assert.equal(text + query.slice(at), query);
    }),
    { numRuns: 2000 },
  );
});
