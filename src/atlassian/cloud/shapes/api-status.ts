import { z } from 'zod';
import { ApiId, ApiText } from './api-id.ts';

/** A status type as Assets Cloud answers it (assets-api: A.10). */
export const ApiStatus = z.object({
  id: ApiId,
  name: z.string(),
  description: ApiText,
  category: z.number(),
  objectSchemaId: ApiId.optional(),
});
