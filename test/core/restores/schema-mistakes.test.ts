import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { proposeSchema, schemaMistakes } from '../../../src/core/restores/schema-mistakes.ts';

const nameOf = fc.constantFrom('Computer', 'computers', 'Empty shelf', '', ' ', 'x'.repeat(90));
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
        if (!own['key']) assert.equal(proposed.key, key);
      },
    ),
    { numRuns: 60 },
  );
});
