import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJsonList } from '../../../src/atlassian/http/json-list.ts';
import { parseExactly } from '../../../src/atlassian/http/parse-exactly.ts';

test('no number is written otherwise than it came: one that would be is given as text', () => {
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
    ['small', '1.50'],
    ['__proto__', { a: 1 }],
  ]);
  const { items } = parseJsonList(Buffer.from('{"values":[{"id":9007199254740993}]}'), 'values');
  assert.deepEqual([...items], [{ id: '9007199254740993' }]);
});

test('values that are numbers keep their bytes, however they are written', () => {
  for (const number of ['1.0', '-0', '1e3', '1E-7', '100.10', '1e400', '0.0', '-12.500'])
    for (const text of [`{"value":${number}}`, `{"value": ${number} }`, `[1,${number}]`, number]) {
      const read = parseExactly(text);
      const all = typeof read === 'object' ? Object.values(read ?? {}) : [read];
      assert.equal(all.at(-1), number, text);
    }
  assert.deepEqual(parseExactly('{"a":0,"b":10,"c":0.1,"d":-5,"e":100.01}'), {
    a: 0,
    b: 10,
    c: 0.1,
    d: -5,
    e: 100.01,
  });
});

test('a number of any form is given as it was written, wherever it stands', () => {
  const digits = fc.stringMatching(/^(?:0|[1-9]\d{0,20})$/);
  const fraction = fc.stringMatching(/^(?:\.0{0,9}\d{1,12})?$/);
  const exponent = fc.stringMatching(/^(?:[eE][+-]?\d{1,3})?$/);
  const sign = fc.constantFrom('', '-');
  const space = fc.constantFrom('', ' ', '\n');
  fc.assert(
    fc.property(sign, digits, fraction, exponent, space, (...parts) => {
      const text = parts.join('');
      for (const json of [text, `[${text}]`, `{"a":${text},"b":true}`, `[1, ${text} ,2]`]) {
        const read = JSON.stringify(parseExactly(json)).replaceAll(`"${text.trim()}"`, text);
        assert.equal(read.replaceAll(/\s/g, ''), json.replaceAll(/\s/g, ''), json);
      }
      const list = `{"values":[{"a":1},{"b":${text},"c":[2]},{"d":3}],"last":true}`;
      const whole = (parseExactly(list) as { values: unknown[] }).values;
      assert.deepEqual([...parseJsonList(Buffer.from(list), 'values').items], whole, list);
    }),
    { numRuns: 2_000 },
  );
});

test('what is no JSON is refused', () => {
  for (const wrong of ['', '{', '{"a":1234567890123456', 'x1234567890123456'])
    assert.throws(() => parseExactly(wrong), SyntaxError, wrong);
});

test('what is nested deeper than numbers can be looked at is read all the same', () => {
  const deep = `${'{"a":['.repeat(2500)}1${']}'.repeat(2500)}`;
  const read = parseExactly(`{"deep":${deep},"created":"2026-03-01T10:00:00.000Z"}`);
  assert.equal((read as { created: string }).created, '2026-03-01T10:00:00.000Z');
});
