import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  aqlQuery,
  hasOneOf,
  isAfter,
  isInSchema,
  isOfType,
  isOneOf,
} from '../../../../src/core/assets/aql/aql-query.ts';
import { parseAql, type Comparison } from '../../../../src/core/assets/aql/parse-aql.ts';
import { quoteAql } from '../../../../src/core/assets/aql/quote-aql.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('"', "'", '\\', '${', '}', ')', ',', ' AND ', 'x'))
    .map((all) => all.join('')),
);
const id = fc.nat().map(String);

function comparisonsIn(query: string): Comparison[] {
  const reading = parseAql(query);
  assert.ok(reading.readable, query);
  return reading.parts.map((part) => {
    assert.ok('path' in part);
    return part;
  });
}

test('what is quoted is read back as it was, in either kind of quotes', () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom('"' as const, "'" as const), (text, mark) => {
      const [comparison] = comparisonsIn(`Name = ${quoteAql(text, mark)}`);
      assert.deepEqual(
        comparison?.values.map((value) => value.text),
        [text],
      );
    }),
  );
});

test('a query is read back as the conditions that it was made of, whatever names and values hold', () => {
  fc.assert(
    fc.property(
      hostile,
      fc.array(hostile, { minLength: 1 }),
      fc.tuple(id, id, id),
      (name, values, ids) => {
        const [type, schema, after] = ids;
        const query = aqlQuery(
          [
            isOfType(type),
            isInSchema(schema),
            isAfter(after),
            isOneOf(ids),
            hasOneOf(name, values),
          ],
          'Key',
        );
        assert.deepEqual(
          comparisonsIn(query).map(({ path, operator, values: all }) => [
            path,
            operator,
            all.map((value) => value.text),
          ]),
          [
            [['objectTypeId'], '=', [type]],
            [['objectSchemaId'], '=', [schema]],
            [['objectId'], '>', [after]],
            [['objectId'], 'in', ids],
            [[name], 'in', values],
          ],
        );
      },
    ),
  );
});

test('what is no id does not get into a query', () => {
  for (const bad of ['', '1 OR 1 = 1', '-1', '1.5', '9'.repeat(20), 'x'])
    for (const condition of [isOfType, isInSchema, isAfter, (each: string) => isOneOf([each])])
      assert.throws(() => condition(bad), { code: 'bad-id' });
});
