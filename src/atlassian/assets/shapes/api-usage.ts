import { z } from 'zod';
import { ApiNumber } from './api-field.ts';

/** How much of the site's room for objects is used (assets-api: A.5). */
export const ApiUsage = z.object({ totalObjectsCount: ApiNumber });

/** How many objects a query finds (assets-api: A.9). */
export const ApiTotalCount = z.object({ totalCount: ApiNumber });
