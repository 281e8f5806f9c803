import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPlainKind } from '../../../../src/core/assets/model/attribute-kind.ts';
import { kindOf, numbersOf } from '../../../../src/core/assets/stored/kind-numbers.ts';
import {
  readStoredAttribute,
  storedAttribute,
} from '../../../../src/core/assets/stored/stored-attribute.ts';

const number = fc.integer({ min: -3, max: 30 });

test('every number of a kind is read as a kind that is written as the same number, also those to come', () => {
  fc.assert(
    fc.property(number, number, (type, defaultTypeId) => {
      const numbers = type === 0 ? { type, defaultTypeId } : { type };
      const kind = kindOf(numbers);
      assert.deepEqual(numbersOf(kind), numbers);
      assert.equal(isPlainKind(kind), type === 0);
    }),
  );
});

test('what a backup holds of an attribute is stored again to the byte, whatever its definition says', () => {
  const definition = fc.dictionary(
    fc.constantFrom('type', 'typeValue', 'label', 'defaultType', 'referenceType', 'options', 'new'),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(number, definition, fc.string(), (type, said, name) => {
      const body = { id: '7', objectTypeId: '5', name, position: 3, type, definition: said };
      const stored: unknown = JSON.parse(JSON.stringify(body));
      const again = storedAttribute(readStoredAttribute(stored));
      assert.equal(JSON.stringify(again), JSON.stringify(stored));
    }),
  );
});

test('a reference is known by either pair of names that sites answer with', () => {
  const read = (definition: object) =>
    readStoredAttribute({
      id: '7',
      objectTypeId: '5',
      name: 'Owner',
      position: 3,
      type: 1,
      definition,
    });
  const [asRead, asWritten] = [
    read({ referenceObjectTypeId: '9', referenceType: { id: 2, name: 'Link' } }),
    read({ typeValue: 9, additionalValue: '2' }),
  ];
  for (const { kind, referencedTypeId, referenceTypeId, additionalValue } of [asRead, asWritten])
    assert.deepEqual(
      { kind, referencedTypeId, referenceTypeId, additionalValue },
      {
        kind: 'reference',
        referencedTypeId: '9',
        referenceTypeId: '2',
        additionalValue: undefined,
      },
    );
});
