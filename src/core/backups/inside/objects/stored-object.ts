import { z } from 'zod';

/** The body of an object's record. */
export const StoredObject = z.object({
  key: z.string(),
  label: z.string(),
  created: z.string(),
  updated: z.string(),
  values: z.record(z.string(), z.array(z.record(z.string(), z.json()))),
});
export type StoredObject = z.infer<typeof StoredObject>;
