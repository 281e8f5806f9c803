import { z } from 'zod';
import type { AttributeDefinition } from '../../../../core/assets/model/definitions/attribute-definition.ts';
import { readAttributeKind } from '../../../../core/assets/stored/read-attribute-kind.ts';
import { numbersOf } from '../../../../core/assets/stored/kind-numbers.ts';
import { readStoredAttribute } from '../../../../core/assets/stored/stored-attribute.ts';
import { asId, asMembers } from '../../../../core/kernel/json/field-forms.ts';
import type { JsonValue } from '../../../../core/kernel/json/json-value.ts';
import { rawJson } from '../../../../core/kernel/json/raw-json.ts';
import { ApiField, ApiId, apiThing, idIn } from '../api-field.ts';

/** An attribute as Assets Cloud answers it. `type` may be missing (assets-api: A.7, G). */
export const ApiAttribute = apiThing(
  z.looseObject({
    id: ApiId,
    name: ApiField.id,
    position: ApiField.count,
    system: ApiField.flag,
  }),
);
type ApiAttribute = z.output<typeof ApiAttribute>;

/** What backups hold first of an attribute, under the wire names and in this order. */
const KEPT_FIRST = [
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
const KEPT_IN_ORDER: ReadonlySet<string> = new Set(KEPT_FIRST);

/**
 * Redundant, or not part of the definition: addresses, counts and embedded types change by
 * themselves.
 */
const NOT_KEPT: ReadonlySet<string> = new Set([
  'createdByImport',
  'defaultType',
  'globalId',
  'id',
  'iql',
  'objectAttributeExists',
  'objectType',
  'referenceObjectType',
  'referenceType',
  'workspaceId',
]);

/**
 * `objectTypeId`: of the type that was asked for. `onLost` is called with the name of each member
 * that cannot be kept.
 */
export function toAttribute(
  attribute: ApiAttribute,
  objectTypeId: string,
  onLost: (member: string) => void = () => undefined,
): AttributeDefinition {
  const { id, name = `Attribute ${attribute.id}`, position } = attribute;
  const { type } = numbersOf(readAttributeKind(attribute) ?? 'text');
  const said = { ...attribute, name, system: attribute.system ?? false, type };
  const definition = storedDefinition(said, onLost);
  return readStoredAttribute({ id, objectTypeId, name, position, type, definition });
}

/** In a fixed order, so that equal definitions have equal records. */
function storedDefinition(
  attribute: Record<string, unknown>,
  onLost: (member: string) => void,
): Record<string, JsonValue> {
  const definition = new Map<string, JsonValue>();
  const keep = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    const raw = rawJson(value);
    if (raw === undefined) onLost(name);
    else definition.set(name, raw);
  };
  for (const name of KEPT_FIRST) keep(name, attribute[name]);
  keep(
    'defaultType',
    namedOf(attribute['defaultType'], (id) => id),
  );
  keep('referenceType', namedOf(attribute['referenceType'], asId));
  const referenced = asMembers(attribute['referenceObjectType']);
  if (referenced && !definition.has('referenceObjectTypeId'))
    keep('referenceObjectTypeId', idIn(referenced));
  if (!asId(definition.get('qlQuery'))) keep('iql', asId(attribute['iql']));
  const others = Object.keys(attribute).filter(
    (name) => !KEPT_IN_ORDER.has(name) && !NOT_KEPT.has(name),
  );
  for (const name of others.sort()) keep(name, attribute[name]);
  return Object.fromEntries(definition);
}

/** Id and name of a thing that the definition names. */
function namedOf(
  value: unknown,
  idOf: (id: unknown) => unknown,
): { id: unknown; name: unknown } | undefined {
  const thing = asMembers(value);
  return thing && { id: idOf(thing['id'] ?? idIn(thing)), name: thing['name'] };
}
