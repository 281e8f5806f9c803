import { z } from 'zod';
import { ApiField, ApiId, apiThing } from '../api-field.ts';

/** An icon of object types as Assets Cloud answers it (assets-api: A.8). */
export const ApiIcon = apiThing(z.object({ id: ApiId, name: ApiField.words }));
