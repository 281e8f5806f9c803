import type { AssetsObject } from '../../../core/assets/model/assets-object.ts';
import type { AttributeValue } from '../../../core/assets/model/attribute-value.ts';
import type { Group } from '../../../core/assets/model/group.ts';
import type { User } from '../../../core/assets/model/user.ts';
import type { ApiObject } from './api-object.ts';
import type { KnownAttributes } from './known-attributes.ts';
import { readValue } from './read-value.ts';
import { idOf, ShapeError, textOf } from './shape-error.ts';

/** What reading objects finds beside them, and what it needs to know. */
export interface ObjectReading {
  known: KnownAttributes;
  /** By account id; filled on the way. */
  users: Map<string, User>;
  /** By name; filled on the way. */
  groups: Map<string, Group>;
}

/** @throws ShapeError */
export function readObject(object: ApiObject, reading: ObjectReading): AssetsObject {
  return {
    id: idOf(object.id, 'id'),
    typeId: idOf(object.objectType?.id, 'objectType.id'),
    key: textOf(object.objectKey, 'objectKey'),
    label: textOf(object.label, 'label'),
    created: textOf(object.created, 'created'),
    updated: textOf(object.updated, 'updated'),
    values: readValues(object.attributes ?? [], reading),
  };
}

function readValues(
  attributes: NonNullable<ApiObject['attributes']>,
  reading: ObjectReading,
): Record<string, AttributeValue[]> {
  const { known } = reading;
  const values: Record<string, AttributeValue[]> = {};
  if (!Array.isArray(attributes)) throw new ShapeError('attributes');
  for (const attribute of attributes) {
    const id = idOf(attribute.objectTypeAttributeId, 'attribute id');
    if (attribute.objectTypeAttribute) known.learn({ ...attribute.objectTypeAttribute, id });
    const found = attribute.objectAttributeValues;
    if (known.isSystem(id) || !found || found.length === 0) continue;
    const isProject = known.isProject(id);
    values[id] = found.map((value) => readValue(value, isProject, reading));
  }
  return values;
}
