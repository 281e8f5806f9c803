import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedIds } from '../../../../src/core/assets/aql/named-ids.ts';

test('object types are named by their ids, numbers that mean something else are not', () => {
  assert.deepEqual(
    [
      ...namedIds('objectTypeId IN (43, "44") AND Floor = 7 AND objectId = 99 OR objectTypeId = 45')
        .types,
    ],
    ['43', '44', '45'],
  );
  assert.deepEqual([...namedIds('Name = "objectTypeId = 43" AND objectSchemaId = 5').types], []);
  assert.deepEqual(
    [...namedIds('objectTypeId = 43 AND (').types],
    [],
    'a filter that cannot be read names nothing',
  );
});

test('schemas are named by their ids', () => {
  const query = 'objectSchemaId = 5 OR objectSchemaId IN (6, 7) AND objectTypeId = 43';
  assert.deepEqual([...namedIds(query).schemas], ['5', '6', '7']);
});
