import { z } from 'zod';
import { ApiField, ApiId, apiThing } from '../api-field.ts';

/** A status type as Assets Cloud answers it (assets-api: A.10). */
export const ApiStatus = apiThing(
  z.object({
    id: ApiId,
    name: ApiField.id,
    description: ApiField.words,
    category: ApiField.number,
    objectSchemaId: ApiField.id,
  }),
);
