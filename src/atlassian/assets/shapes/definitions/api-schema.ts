import { z } from 'zod';
import type { Schema } from '../../../../core/assets/model/definitions/schema.ts';
import { asId, asMembers } from '../../../../core/kernel/json/field-forms.ts';
import { ApiField, ApiId, apiList, apiPage, apiThing } from '../api-field.ts';

/** A schema as Assets Cloud answers it (assets-api: A.5). What we do not use is ignored. */
export const ApiSchema = apiThing(
  z.object({
    id: ApiId,
    name: ApiField.id,
    objectSchemaKey: ApiField.words,
    description: ApiField.words,
    created: ApiField.words,
    updated: ApiField.words,
    objectCount: ApiField.count,
    objectTypeCount: ApiField.count,
    canManage: ApiField.flag,
  }),
);

/** The schema of this id: an answer that names the key need not repeat the id. */
export const apiSchemaOf = (id: string) =>
  z.preprocess((value) => {
    const schema = asMembers(value);
    return asId(schema?.['objectSchemaKey']) === undefined ? value : { ...schema, id };
  }, ApiSchema);

export const ApiSchemaList = apiPage(
  z.object({
    values: apiList(ApiSchema),
    isLast: ApiField.flag,
    last: ApiField.flag,
    total: ApiField.number,
  }),
);

export function toSchema({
  name,
  objectSchemaKey: key,
  canManage,
  ...rest
}: z.output<typeof ApiSchema>): Schema {
  const { id } = rest;
  return { ...rest, name: name ?? (key || `Schema ${id}`), key, canManage: canManage ?? null };
}
