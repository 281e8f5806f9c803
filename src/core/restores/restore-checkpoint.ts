import { z } from 'zod';
import { Refused } from '../kernel/errors.ts';
import type { JsonValue } from '../kernel/json.ts';

const Checkpoint = z.object({
  /** The schema that is written to, once it is known to be there. */
  schemaId: z.string().optional(),
  /**
   * What this run makes, decided before it began to write: the backup's ids. Only on these are
   * rules loosened, and only these is anything of the run's own deleted from.
   */
  makesSchema: z.boolean(),
  types: z.array(z.string()),
  attributes: z.array(z.string()),
  /** Name of the attribute for the old key. */
  keyName: z.string(),
  /**
   * The highest object id on the destination before the run began: what it makes has a higher one.
   */
  baseline: z.number(),
  /** How many calls wrote before the run was interrupted. */
  writes: z.number(),
  objectWrites: z.number(),
  /** Sentences for the report, from before the interruption too. */
  notes: z.array(z.string()).default([]),
});
export type RestoreCheckpoint = z.infer<typeof Checkpoint>;

/** @throws Refused `checkpoint-unusable` */
export function readRestoreCheckpoint(value: JsonValue): RestoreCheckpoint {
  const parsed = Checkpoint.safeParse(value);
  if (!parsed.success)
    throw new Refused(
      'checkpoint-unusable',
      'The interrupted restore cannot go on: it was begun by another version of this service. Begin a new restore into the same schema: what is there already is recognised.',
    );
  return parsed.data;
}
