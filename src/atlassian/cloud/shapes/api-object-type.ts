import { z } from 'zod';
import type { ObjectType } from '../../../core/assets/model/object-type.ts';
import { ApiId, ApiText } from './api-id.ts';

const ROOT_IDS = ['0', 'null'];

/** Absent, "0" and "null" have all been seen for a root. */
const ParentId = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((id) => {
    if (id === null || id === undefined || ROOT_IDS.includes(String(id))) return null;
    return String(id);
  });

/** An object type as Assets Cloud answers it (assets-api: A.6). */
export const ApiObjectType = z.object({
  id: ApiId,
  name: z.string(),
  description: ApiText,
  icon: z.object({ id: ApiId, name: ApiText }).optional(),
  position: z.number().default(0),
  parentObjectTypeId: ParentId,
  objectSchemaId: ApiId,
  inherited: z.boolean().default(false),
  abstractObjectType: z.boolean().default(false),
  objectCount: z.number().default(0),
});

export function toObjectType(type: z.output<typeof ApiObjectType>): ObjectType {
  const { id, name, description, position, inherited, objectCount } = type;
  return {
    id,
    name,
    description,
    iconId: type.icon?.id ?? '',
    iconName: type.icon?.name ?? '',
    position,
    parentId: type.parentObjectTypeId,
    schemaId: type.objectSchemaId,
    inherited,
    abstract: type.abstractObjectType,
    objectCount,
  };
}
