import { z } from 'zod';
import type { AttributeDefinition } from '../../../core/assets/model/attribute-definition.ts';
import { readStoredAttribute } from '../../../core/assets/stored/stored-attribute.ts';
import type { JsonValue } from '../../../core/kernel/json-value.ts';
import { ApiId } from './api-id.ts';

/**
 * An attribute as Assets Cloud answers it. `type` may be missing: then it is 0 (assets-api: A.7).
 */
export const ApiAttribute = z.looseObject({
  id: ApiId,
  name: z.string(),
  type: z.number().default(0),
  position: z.number().default(0),
  system: z.boolean().default(false),
});
type ApiAttribute = z.output<typeof ApiAttribute>;

/**
 * What backups hold of an attribute, under the names of the wire. Addresses, counts and embedded
 * types are left out, for they change by themselves.
 */
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
