import { z } from 'zod';
import { ApiId } from './api-id.ts';

/** Of what was created, only its id is used. */
export const ApiCreated = z.object({ id: ApiId });

/** Of a written object, its key too. */
export const ApiWrittenObject = z.object({ id: ApiId, objectKey: z.string() });
