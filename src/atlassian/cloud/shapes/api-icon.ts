import { z } from 'zod';
import { ApiId, ApiText } from './api-id.ts';

/** An icon of object types as Assets Cloud answers it (assets-api: A.8). */
export const ApiIcon = z.object({ id: ApiId, name: ApiText });
