import { z } from 'zod';
import { counted } from '../../../kernel/counted.ts';
import { Refused } from '../../../kernel/errors.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import { askObjects } from '../../reading/ask-objects.ts';
import type { BackgroundReading, PartOutcome } from '../../reading/background-part.ts';
import { objectBatches } from '../../reading/object-batches.ts';
import { commentsRecord } from './comments-record.ts';

/** How far an interrupted reading had come, in objects of the backup in their order. */
const State = z.object({
  done: z.number(),
  refused: z.number(),
  why: z.string(),
  given: z.string().optional(),
});
type State = z.infer<typeof State>;

/**
 * Reads the comments of every object of the backup, one call each: that somebody wrote one does not
 * change the object. What a site refuses for single objects is counted.
 */
export async function readComments(reading: BackgroundReading): Promise<PartOutcome | void> {
  const { readers, backup, writer, meter, save } = reading;
  const { comments } = readers;
  if (!comments)
    throw new Refused('part-unavailable', "Comments can't be read from this kind of site.");
  const state = State.catch({ done: 0, refused: 0, why: '' }).parse(reading.state);
  const { total } = await backup.entries({ kind: 'object', limit: 0 });
  meter.set({ done: state.done, total });
  await save(() => asJson(state));
  for await (const owners of objectBatches(backup, state.done)) {
    const answers = askObjects(
      { pace: reading.pace, objects: readers.objects },
      owners,
      (id, signal) => comments.comments(id, signal),
      state,
    );
    for await (const { owner, value } of answers)
      if (value.length > 0) await writer.put(commentsRecord(owner, value));
    state.done += owners.length;
    meter.set({ done: state.done });
    await save(() => asJson(state));
  }
  if (state.refused === 0) return undefined;
  const message = `The comments of ${counted(state.refused, 'object')} couldn't be read. ${state.why}`;
  return { status: 'incomplete', message };
}
