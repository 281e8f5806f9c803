import { z } from 'zod';

/** How much of the site's room for objects is used (assets-api: A.5). */
export const ApiUsage = z.object({ totalObjectsCount: z.number() });
