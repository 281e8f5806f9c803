import type { ObjectType } from '../../../core/assets/model/definitions/object-type.ts';
import { aqlQuery, isInSchema, isOfNoneOf } from '../../../core/assets/aql/aql-query.ts';
import { asMembers } from '../../../core/kernel/json/field-forms.ts';
import { ApiObjectType, toObjectType } from '../shapes/definitions/api-object-type.ts';

/** As many objects are asked for to see their types. */
export const TYPES_PAGE = 250;

/** Finds objects of a schema that are of other types than these. @throws Refused `bad-id` */
export const objectsBesides = (schemaId: string, typeIds: readonly string[]): string =>
  aqlQuery([isInSchema(schemaId), ...(typeIds.length === 0 ? [] : [isOfNoneOf(typeIds)])]);

/** The types of objects, as these show them (assets-api: A.9). */
export function typesOfItems(items: Iterable<unknown>, schemaId: string): ObjectType[] {
  const types = new Map<string, ObjectType>();
  for (const item of items) {
    const shown = asMembers(item)?.['objectType'];
    const read = ApiObjectType.safeParse(asMembers(shown) ?? { id: shown });
    if (read.success) types.set(read.data.id, toObjectType(read.data, schemaId));
  }
  return [...types.values()];
}
