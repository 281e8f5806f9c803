import { z } from 'zod';
import type { CommentReader } from '../../../assets/ports/comment-reader.ts';
import { runParallel } from '../../../assets/reading/run-parallel.ts';
import { counted } from '../../../kernel/counted.ts';
import { Refused } from '../../../kernel/errors.ts';
import { asJson } from '../../../kernel/json-value.ts';
import type { BackgroundReading, PartOutcome } from '../../background-part.ts';
import { objectBatches, type ObjectOwner } from '../../object-batches.ts';
import { commentsRecord } from './comments-record.ts';

/** Answers are small, and a site may allow more than a thousand a minute. */
const ENOUGH_PER_SECOND = 50;
/** So many refusals in a row say that the site does not give comments. */
const MAX_REFUSALS = 5;

/** How far an interrupted reading had come, in objects of the backup in their order. */
const State = z.object({ done: z.number(), refused: z.number(), why: z.string() });
type State = z.infer<typeof State>;

/**
 * Reads the comments of every object of the backup, one call each: that somebody wrote one does not
 * change the object. What a site refuses for single objects is counted.
 */
export async function readComments(reading: BackgroundReading): Promise<PartOutcome | void> {
  const { readers, backup, meter, save } = reading;
  const { comments } = readers;
  if (!comments)
    throw new Refused('part-unavailable', "Comments can't be read from this kind of site.");
  const state = State.catch({ done: 0, refused: 0, why: '' }).parse(reading.state);
  const { total } = await backup.entries({ kind: 'object', limit: 0 });
  meter.set({ done: state.done, total });
  for await (const owners of objectBatches(backup, state.done)) {
    await readBatch(reading, comments, owners, state);
    state.done += owners.length;
    meter.set({ done: state.done });
    await save(() => asJson(state));
  }
  if (state.refused === 0) return undefined;
  const message = `The comments of ${counted(state.refused, 'object')} couldn't be read. ${state.why}`;
  return { status: 'incomplete', message };
}

/** @throws Refused `part-unavailable` where the site gives nothing at all */
async function readBatch(
  { writer, pace }: BackgroundReading,
  comments: CommentReader,
  owners: ObjectOwner[],
  state: State,
): Promise<void> {
  const waiting = [...owners].reverse();
  let inRow = 0;
  let isGiven = state.done > 0;
  const next = () => {
    const owner = waiting.pop();
    if (!owner) return null;
    return async (signal: AbortSignal) => ({
      owner,
      found: await comments.comments(owner.id, signal),
    });
  };
  for await (const { owner, found } of runParallel(next, {
    ...pace,
    enoughPerSecond: ENOUGH_PER_SECOND,
  })) {
    if ('value' in found) {
      inRow = 0;
      isGiven = true;
      if (found.value.length > 0) await writer.put(commentsRecord(owner, found.value));
      continue;
    }
    inRow += 1;
    Object.assign(state, { refused: state.refused + 1, why: found.unavailable });
    if (!isGiven && inRow >= Math.min(MAX_REFUSALS, owners.length))
      throw new Refused('part-unavailable', found.unavailable);
  }
}
