import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJsonList, UnparsedItem } from '../../../src/atlassian/http/json-list.ts';

const read = (text: string) => {
  const { rest, items } = parseJsonList(Buffer.from(text), 'values');
  return { rest, items: [...items] };
};
const object = fc.dictionary(fc.string(), fc.jsonValue());

test('what is read is what JSON.parse reads, whatever the page holds and however it is spaced', () => {
  fc.assert(
    fc.property(
      object,
      fc.array(object),
      object,
      fc.constantFrom(undefined, 1, '\t'),
      (before, values, after, space) => {
        const { values: _before, ...head } = before;
        const { values: _after, ...tail } = after;
        const page = { ...head, values, ...tail };
        const { rest, items } = read(JSON.stringify(page, undefined, space));
        assert.deepEqual(items, JSON.parse(JSON.stringify(values)));
        assert.deepEqual(rest, JSON.parse(JSON.stringify({ ...page, values: [] })));
      },
    ),
  );
});

test('names and texts that look like the list do not deceive', () => {
  const page = {
    a: '"values":[{"no":1}]',
    deep: { values: [{ no: 2 }] },
    list: [{ values: [{ no: 3 }] }],
    'x"values': 4,
    values: [{ text: '}],"values":[{' }, { quoted: '\\"' }],
    z: ['values'],
  };
  assert.deepEqual(read(JSON.stringify(page)).items, page.values);
});

test('a list of other things than objects, and no list at all, are read as a whole', () => {
  assert.deepEqual(read('{"values":[1,{"a":2}]}'), {
    rest: { values: [1, { a: 2 }] },
    items: [1, { a: 2 }],
  });
  assert.deepEqual(read('{"values":[]}').items, []);
  assert.deepEqual(read('{"other":1}'), { rest: { other: 1 }, items: [] });
  assert.deepEqual(read('[{"values":[{}]}]').items, []);
  assert.deepEqual(read('null'), { rest: null, items: [] });
});

test('of a list that is named twice the later one counts, as in JSON.parse', () => {
  for (const text of [
    '{"values":[{"a":1}],"values":[{"b":2}]}',
    '{"values":[{"a":1}],"values":null}',
    '{"values":7,"values":[{"b":2}]}',
  ]) {
    const { values } = JSON.parse(text) as { values: unknown };
    assert.deepEqual(read(text).items, values ?? [], text);
  }
});

test('what is no JSON is refused, wherever it is broken', () => {
  const right = '{"values":[{"a":1},{"b":"x"}],"last":true}';
  for (let length = 0; length < right.length; length += 1)
    assert.throws(() => read(right.slice(0, length)), SyntaxError, right.slice(0, length));
  for (const wrong of [
    '{"values":[{"a":1},]}',
    '{"values":[{"a":1} {"b":2}]}',
    '{"values":[,{"a":1}]}',
    '{"values":[{"a":1]}',
    '{"values":[{"a":1}]} x',
    '{"values":[{"a":1}],}',
  ])
    assert.throws(() => read(wrong), SyntaxError, wrong);
});

test('a member that is no JSON between its brackets hides no other', () => {
  const { items } = read('{"values":[{"id":"7","a":},{"id":8,"a":NaN},{"a":\u0007},{"b":2}]}');
  const ids = items.slice(0, 3).map((item) => item instanceof UnparsedItem && item.firstId);
  assert.deepEqual(ids, ['7', '8', undefined]);
  assert.deepEqual(items[3], { b: 2 });
});

test('a text that is the list itself is read as JSON.parse reads it, odd members included', () => {
  const readAll = (text: string): unknown[] => [...parseJsonList(Buffer.from(text)).items];
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 5, arbitrary: object }, fc.jsonValue())),
      fc.constantFrom(undefined, 1, '\t'),
      (list, space) => {
        const text = JSON.stringify(list, undefined, space);
        assert.deepEqual(readAll(text), JSON.parse(text));
      },
    ),
  );
  assert.deepEqual(readAll('{"values":[{"a":1}]}'), [], 'what is no list has no members');
  for (const broken of ['', '[', '[{}', '[{},]', '[{}{}]', '[{"a":]}]x'])
    assert.throws(() => readAll(broken), broken);
});
