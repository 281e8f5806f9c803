import { z } from 'zod';
import { Refused } from '../../../core/kernel/errors.ts';
import { Spill } from '../manifest/entry-spiller.ts';

/** What a successor of a writer needs: which spills are there. */
export const WriterCheckpoint = z.object({ spills: z.array(Spill), storedBytes: z.number() });
export type WriterCheckpoint = z.infer<typeof WriterCheckpoint>;

/** @throws Refused `checkpoint-unusable` */
export function readWriterCheckpoint(value: unknown): WriterCheckpoint {
  if (value === undefined) return { spills: [], storedBytes: 0 };
  const parsed = WriterCheckpoint.safeParse(value);
  if (!parsed.success)
    throw new Refused(
      'checkpoint-unusable',
      'The interrupted backup cannot be resumed: it was begun by another version of this service. Start a new backup.',
      { cause: parsed.error },
    );
  return parsed.data;
}
