import type { AttributeDefinition } from '../../../../src/core/assets/model/definitions/attribute-definition.ts';
import {
  readStoredAttribute,
  type StoredAttribute,
} from '../../../../src/core/assets/stored/stored-attribute.ts';

/** An attribute as a backup with these fields has it. */
export function attributeOf(fields: Partial<StoredAttribute> = {}): AttributeDefinition {
  return readStoredAttribute({
    id: '1',
    objectTypeId: '5',
    name: 'Name',
    position: 1,
    type: 0,
    definition: {},
    ...fields,
  });
}
