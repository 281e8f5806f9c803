import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPlainKind } from '../../../../src/core/assets/model/definitions/attribute-kind.ts';
import { readAttributeKind } from '../../../../src/core/assets/stored/read-attribute-kind.ts';
import { kindOf, numbersOf } from '../../../../src/core/assets/stored/kind-numbers.ts';
import type { JsonValue } from '../../../../src/core/kernel/json/json-value.ts';
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
      // text by number, and a reference by what it says: see below
      fc.pre(!(type === 0 && readAttributeKind({ ...said, type }) === 'reference'));
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

test('a kind is known by whatever tells of it: its type, what it refers to, its kind of plain value', () => {
  const cases: [object, string | undefined][] = [
    [{ type: 2 }, 'user'],
    [{ type: '7' }, 'status'],
    [{ type: 0, defaultType: { id: 10, name: 'Select' } }, 'select'],
    [{ defaultType: { id: '1' } }, 'integer'],
    [{ defaultType: { name: 'IP Address' } }, 'ipAddress'],
    [{ type: null, defaultTypeId: 4 }, 'date'],
    [{ referenceObjectTypeId: 122 }, 'reference'],
    [{ type: null, referenceType: { id: '36' } }, 'reference'],
    [{ type: 0, referenceObjectType: { id: 5 } }, 'reference'],
    [{ type: 0, defaultType: { id: 0 }, referenceObjectTypeId: '5' }, 'text'],
    [{ type: 8 }, 'type 8'],
    [{ name: 'Owner' }, undefined],
    [{ type: {}, defaultType: null, referenceType: null }, undefined],
  ];
  for (const [definition, kind] of cases)
    assert.equal(readAttributeKind({ ...definition }), kind, JSON.stringify(definition));
});

test('what is said as text, and an older name of the filter, count as what they are', () => {
  const read = (definition: Record<string, JsonValue>, type = 0) =>
    readStoredAttribute({
      id: '7',
      objectTypeId: '5',
      name: 'Owner',
      position: 3,
      type,
      definition,
    });
  const told = read({
    label: 'true',
    editable: 'false',
    maximumCardinality: '-1',
    referenceObjectTypeId: 122,
    iql: 'Name = x',
    qlQuery: '',
  });
  assert.equal(told.kind, 'reference');
  assert.equal(told.referencedTypeId, '122');
  assert.equal(told.label, true);
  assert.equal(told.editable, false);
  assert.equal(told.maximumCardinality, -1);
  assert.equal(told.filter, 'Name = x');
  assert.deepEqual(read({ typeValueMulti: ['58', 59, null] }, 7).allowedStatuses, ['58', '59']);
  const projects = [{ id: 10_000, key: 'OPS', name: 'Operations' }, null, { key: 'HELP' }];
  assert.deepEqual(read({ versionTypeValues: projects }, 5).versionProjects, ['OPS', 'HELP']);
  assert.equal(read({ versionTypeValues: [] }, 5).versionProjects, undefined);
});
