import { z } from 'zod';
import { ApiId, ApiText } from './api-id.ts';

/** A reference type as Assets Cloud answers it (assets-api: A.10). */
export const ApiReferenceType = z.object({
  id: ApiId,
  name: z.string(),
  description: ApiText,
  color: ApiText,
  removable: z.boolean().optional(),
  objectSchemaId: ApiId.optional(),
});
