import { z } from 'zod';
import { ApiField, ApiId, apiThing } from './api-field.ts';

/** Of what was created, only its id is used. */
export const ApiCreated = apiThing(z.object({ id: ApiId }));

/** Of a written object, its key too; it is for the report alone. */
export const ApiWrittenObject = apiThing(z.object({ id: ApiId, objectKey: ApiField.words }));
