import { counted } from '../../kernel/counted.ts';
import { framed, missingComments } from '../comments/missing-comments.ts';
import { storedCommentsOf, type ObjectComments } from '../comments/stored-comments-of.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import type { RestoreAttempt } from './attempt/restore-attempt.ts';
import { NotTaken, untilAnswered } from './until-answered.ts';

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
  const { context, target } = attempt.parts;
  const isSameObject = context.destination.isSameSite && id === targetId;
  let added = 0;
  await untilAnswered(attempt, async () => {
    const there = await target.comments(targetId, attempt.signal);
    if ('unavailable' in there) throw new NotTaken(there.unavailable);
    for (const comment of missingComments(comments, there.value, isSameObject)) {
      await add(attempt, targetId, { text: framed(comment), role: comment.role });
      added += 1;
    }
  });
  return added;
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
