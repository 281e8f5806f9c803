import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { proposeSchema, schemaMistakes } from '../../../src/core/restores/schema-mistakes.ts';

const LONG = [243, 244, 245, 246, 250, 254, 255, 256, 300].map((length) => 'n'.repeat(length));
const nameOf = fc.constantFrom(
  'Computer',
  'computers',
  'Empty shelf',
  '',
  ' ',
  'x'.repeat(90),
  '\u{1F5A5}'.repeat(127),
  ...LONG,
);
const keyOf = fc.oneof(
  fc.constantFrom(
    'COMP',
    'A',
    'lower',
    '1ABC',
    'TOOLONGBYFAR',
    'ABCDEFGHIJ',
    '',
    'RESTORED',
    'A-B',
  ),
  fc.stringMatching(/^[A-C]{2}$/),
);

test("the pair that is proposed for a new schema is free and can be written, and is the backup's own where that is", () => {
  fc.assert(
    fc.property(
      nameOf,
      keyOf,
      fc.array(fc.tuple(nameOf, keyOf), { maxLength: 8 }),
      fc.nat({ max: 120 }),
      (name, key, others, chain) => {
        const schemas = others.map(([n, k]) => ({ name: n, key: k }));
        for (let at = 0; at < chain; at += 1) schemas.push(proposeSchema({ name, key }, schemas));
        const proposed = proposeSchema({ name, key }, schemas);
        assert.deepEqual(schemaMistakes(proposed, schemas), {});
        const own = schemaMistakes({ name, key }, schemas);
        if (!own['name']) assert.equal(proposed.name, name);
        if (!own['key']) assert.equal(proposed.key, key.toUpperCase());
      },
    ),
    { numRuns: 60 },
  );
});

test('a name of the greatest length is cut for the ending, also when every other one is taken, and a hundred times in a row', () => {
  for (const name of LONG) {
    const schemas = [{ name, key: 'ABCDEFGHIJ' }];
    for (let at = 0; at < 100; at += 1) {
      const proposed = proposeSchema({ name, key: 'ABCDEFGHIJ' }, schemas);
      assert.deepEqual(schemaMistakes(proposed, schemas.slice(-1)), {});
      schemas.push(proposed);
    }
    assert.equal(new Set(schemas.map((each) => each.name)).size, schemas.length);
    assert.equal(new Set(schemas.map((each) => each.key)).size, schemas.length);
  }
});

test('a pair of characters is not cut in half', () => {
  const name = `${'n'.repeat(243)}\u{1F5A5}`;
  const proposed = proposeSchema({ name, key: 'XX' }, [{ name, key: 'XX' }]);
  assert.deepEqual(
    [proposed.name, proposed.name.isWellFormed()],
    [`${'n'.repeat(243)} (restored)`, true],
  );
});
