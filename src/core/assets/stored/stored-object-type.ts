import { z } from 'zod';

/** An object type as backups hold it. */
export const StoredObjectType = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  iconId: z.string(),
  iconName: z.string(),
  position: z.number(),
  parentId: z.string().nullable(),
  schemaId: z.string(),
  inherited: z.boolean(),
  abstract: z.boolean(),
});
