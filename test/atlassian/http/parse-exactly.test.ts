import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJsonList } from '../../../src/atlassian/http/json-list.ts';
import { parseExactly } from '../../../src/atlassian/http/parse-exactly.ts';

test('no number loses a digit: one that would is given as text', () => {
  const text =
    '{"id":12345678901234567890,"safe":9007199254740991,"odd":9007199254740993,"long":0.12345678901234567,"list":[-12345678901234567],"text":"1234567890123456","small":1.50,"__proto__":{"a":1}}';
  const read = parseExactly(text) as Record<string, unknown>;
  assert.deepEqual(Object.entries(read), [
    ['id', '12345678901234567890'],
    ['safe', 9007199254740991],
    ['odd', '9007199254740993'],
    ['long', '0.12345678901234567'],
    ['list', ['-12345678901234567']],
    ['text', '1234567890123456'],
    ['small', 1.5],
    ['__proto__', { a: 1 }],
  ]);
  const { items } = parseJsonList(Buffer.from('{"values":[{"id":9007199254740993}]}'), 'values');
  assert.deepEqual([...items], [{ id: '9007199254740993' }]);
});

test('what is no JSON is refused', () => {
  for (const wrong of ['', '{', '{"a":1234567890123456', 'x1234567890123456'])
    assert.throws(() => parseExactly(wrong), SyntaxError, wrong);
});
