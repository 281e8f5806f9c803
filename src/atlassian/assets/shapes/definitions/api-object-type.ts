import { z } from 'zod';
import type { ObjectType } from '../../../../core/assets/model/definitions/object-type.ts';
import { ApiField, ApiQueriedId, apiThing, isQueriedId } from '../api-field.ts';

const ROOT_IDS = ['0', 'null'];

/** An object type as Assets Cloud answers it (assets-api: A.6). */
export const ApiObjectType = apiThing(
  z.object({
    id: ApiQueriedId,
    name: ApiField.id,
    description: ApiField.words,
    icon: z.object({ id: ApiField.words, name: ApiField.words }).nullish().catch(undefined),
    position: ApiField.count,
    parentObjectTypeId: ApiField.id,
    objectSchemaId: ApiField.id,
    inherited: ApiField.flag,
    abstractObjectType: ApiField.flag,
    objectCount: ApiField.count,
  }),
  isQueriedId,
);

/** `schemaId`: of the schema that was asked for. */
export function toObjectType(type: z.output<typeof ApiObjectType>, schemaId: string): ObjectType {
  const { id, name, description, position, objectCount, icon } = type;
  return {
    id,
    name: name ?? `Object type ${id}`,
    description,
    iconId: icon?.id ?? '',
    iconName: icon?.name ?? '',
    position,
    parentId: parentOf(type.parentObjectTypeId),
    schemaId: type.objectSchemaId ?? schemaId,
    inherited: type.inherited ?? false,
    abstract: type.abstractObjectType ?? false,
    objectCount,
  };
}

/** Absent, "0" and "null" have all been seen for a root. */
const parentOf = (id: string | undefined): string | null =>
  id === undefined || ROOT_IDS.includes(id) ? null : id;
