import { z } from 'zod';
import type { Schema } from '../../../core/assets/model/schema.ts';
import { ApiFlag, ApiId, ApiText } from './api-id.ts';

/** A schema as Assets Cloud answers it (assets-api: A.5). What we do not use is ignored. */
export const ApiSchema = z.object({
  id: ApiId,
  name: z.string(),
  objectSchemaKey: z.string(),
  description: ApiText,
  created: ApiText,
  updated: ApiText,
  objectCount: z.number().default(0),
  objectTypeCount: z.number().default(0),
  canManage: z.boolean().optional(),
});

export const ApiSchemaList = z.object({
  values: z.array(ApiSchema),
  isLast: ApiFlag.optional(),
  last: ApiFlag.optional(),
  total: z.number().optional(),
});

export function toSchema({
  objectSchemaKey,
  canManage,
  ...rest
}: z.output<typeof ApiSchema>): Schema {
  return { ...rest, key: objectSchemaKey, canManage: canManage ?? null };
}
