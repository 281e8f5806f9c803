import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedTypes } from '../../../../src/core/assets/aql/named-types.ts';

test('object types are named by their ids, numbers that mean something else are not', () => {
  assert.deepEqual(
    [
      ...namedTypes(
        'objectTypeId IN (43, "44") AND Floor = 7 AND objectId = 99 OR objectTypeId = 45',
      ),
    ],
    ['43', '44', '45'],
  );
  assert.deepEqual([...namedTypes('Name = "objectTypeId = 43" AND objectSchemaId = 5')], []);
  assert.deepEqual(
    [...namedTypes('objectTypeId = 43 AND (')],
    [],
    'a filter that cannot be read names nothing',
  );
});
