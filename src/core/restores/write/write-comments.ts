import { OutcomeUnknown } from '../../assets/ports/outcome-unknown.ts';
import { counted } from '../../kernel/counted.ts';
import { framed, missingComments } from '../comments/missing-comments.ts';
import { storedCommentsOf, type ObjectComments } from '../comments/stored-comments-of.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import type { RestoreAttempt } from './attempt/restore-attempt.ts';

/** How many answers are lost for one object before it is left. */
const MAX_LOST = 5;

/** The site does not take comments: the rest of them is left. */
class NotTaken extends Error {}

/**
 * Adds the comments of the backup to its objects, where that was chosen. What is there is looked at
 * before anything is written, and after each lost answer, so that none is added twice. What the
 * site does not give or take ends it with a sentence, and no restore.
 */
export async function writeComments(
  attempt: RestoreAttempt,
  objects: MatchedObjects,
): Promise<void> {
  const { input, reader, context } = attempt.parts;
  if (!input.comments) return;
  attempt.beginStep('Adding comments');
  let written = 0;
  try {
    for await (const each of storedCommentsOf(reader, context.source, attempt.signal)) {
      const targetId = objects.targetOf(each.node);
      if (targetId !== undefined) written += await addMissing(attempt, each, targetId);
    }
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    attempt.note(
      `Comments weren't restored completely: ${counted(written, 'comment')} added by this attempt. ${error.message} Restore again to add the others; none is added twice.`,
    );
  }
}

/** How many were added. @throws NotTaken */
async function addMissing(
  attempt: RestoreAttempt,
  { id, comments }: ObjectComments,
  targetId: string,
): Promise<number> {
  const { context } = attempt.parts;
  const isSameObject = context.destination.isSameSite && id === targetId;
  let added = 0;
  for (let lost = 0; ;) {
    const there = await attempt.parts.target.comments(targetId, attempt.signal);
    if ('unavailable' in there) throw new NotTaken(there.unavailable);
    const missing = missingComments(comments, there.value, isSameObject);
    try {
      for (const comment of missing) {
        await add(attempt, targetId, { text: framed(comment), role: comment.role });
        added += 1;
      }
      return added;
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      lost += 1;
      if (lost === MAX_LOST) throw new NotTaken(error.message);
      await attempt.parts.clock.sleep(attempt.parts.settleMs, attempt.signal);
    }
  }
}

async function add(
  attempt: RestoreAttempt,
  targetId: string,
  comment: Pick<ObjectComments['comments'][number], 'text' | 'role'>,
): Promise<void> {
  await attempt.assertHeld();
  const made = await attempt.parts.target.createComment(targetId, comment, attempt.signal);
  if ('unavailable' in made) throw new NotTaken(made.unavailable);
  await attempt.count(Promise.resolve());
  await attempt.saveIfDue();
}
