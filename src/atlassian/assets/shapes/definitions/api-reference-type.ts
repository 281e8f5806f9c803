import { z } from 'zod';
import { ApiField, ApiId, apiThing } from '../api-field.ts';

/** A reference type as Assets Cloud answers it (assets-api: A.10). */
export const ApiReferenceType = apiThing(
  z.object({
    id: ApiId,
    name: ApiField.id,
    description: ApiField.words,
    color: ApiField.words,
    removable: ApiField.flag,
    objectSchemaId: ApiField.id,
  }),
);
