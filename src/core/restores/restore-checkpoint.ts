import { z } from 'zod';
import { AddedThings } from './restore-facts.ts';

export const RestoreCheckpoint = z.object({
  /** The schema that is written to, once it is known to be there. */
  schemaId: z.string().optional(),
  /**
   * What this run makes, by the backup's ids, decided before it began to write. Only on these are
   * rules loosened, and only from these does the run delete anything of its own.
   */
  makesSchema: z.boolean(),
  types: z.array(z.string()),
  attributes: z.array(z.string()),
  /** Name of the attribute for the original key. */
  keyName: z.string(),
  /**
   * The highest object id on the destination before the run began: what it makes has a higher one.
   */
  baseline: z.union([z.string(), z.number()]).transform(String),
  /** How many calls wrote before the run was interrupted. */
  writes: z.number(),
  objectWrites: z.number(),
  /** Calls that set fields of issues. */
  issueWrites: z.number().default(0),
  /** As the last attempt at them ended. */
  lacking: z.array(AddedThings).default([]),
  /**
   * Sentences for the report about what is made once; whatever else there is to say, an attempt
   * comes by again.
   */
  notes: z.array(z.string()).default([]),
});
/** What a restore saves to continue after an interruption. */
export type RestoreCheckpoint = z.infer<typeof RestoreCheckpoint>;
