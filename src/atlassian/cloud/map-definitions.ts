import type { z } from 'zod';
import type { JsonValue } from '../../core/kernel/json.ts';
import type { Schema } from '../../core/assets/model/schema.ts';
import type { AttributeDefinition } from '../../core/assets/model/attribute-definition.ts';
import { readStoredAttribute } from '../../core/assets/stored/stored-attribute.ts';
import type { ApiAttribute, ApiSchema } from './api-shapes.ts';

export function toSchema({
  objectSchemaKey,
  canManage,
  ...rest
}: z.output<typeof ApiSchema>): Schema {
  return { ...rest, key: objectSchemaKey, canManage: canManage ?? null };
}

/** What a restore needs of an attribute, under Assets' own names; addresses, counts and embedded types are left out, for they change by themselves. */
const KEPT = [
  'additionalValue',
  'description',
  'editable',
  'hidden',
  'includeChildObjectTypes',
  'indexed',
  'label',
  'maximumCardinality',
  'minimumCardinality',
  'name',
  'options',
  'position',
  'qlQuery',
  'referenceObjectTypeId',
  'regexValidation',
  'removable',
  'sortable',
  'suffix',
  'summable',
  'system',
  'type',
  'typeValue',
  'typeValueMulti',
  'uniqueAttribute',
] as const;

export function toAttribute(attribute: ApiAttribute, objectTypeId: string): AttributeDefinition {
  const { id, name, position, type } = attribute;
  const definition = storedDefinition(attribute);
  return readStoredAttribute({ id, objectTypeId, name, position, type, definition });
}

/** In a fixed order, so that equal definitions have equal records. */
function storedDefinition(attribute: ApiAttribute): Record<string, JsonValue> {
  const definition: Record<string, JsonValue> = {};
  for (const name of KEPT) {
    const value = attribute[name] as JsonValue | undefined;
    if (value !== undefined && value !== null) definition[name] = value;
  }
  const { defaultType, referenceType, referenceObjectType } = attribute as {
    defaultType?: { id: number; name: string };
    referenceType?: { id: unknown; name: string };
    referenceObjectType?: { id: unknown };
  };
  if (defaultType) definition['defaultType'] = { id: defaultType.id, name: defaultType.name };
  if (referenceType)
    definition['referenceType'] = { id: String(referenceType.id), name: referenceType.name };
  if (definition['referenceObjectTypeId'] === undefined && referenceObjectType)
    definition['referenceObjectTypeId'] = String(referenceObjectType.id);
  return definition;
}
