import { framed, missingComments } from '../comments/missing-comments.ts';
import { storedCommentsOf, type ObjectComments } from '../comments/stored-comments-of.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import { askThroughOutage } from './attempt/ask-through-outage.ts';
import type { RestoreAttempt } from './attempt/restore-attempt.ts';
import { addMissingThings } from './add-missing-things.ts';
import { addWhileTaken, countTaken, TakenTally } from './taken-tally.ts';

/**
 * Adds the comments of the backup to its objects, where that was chosen. What is there is looked at
 * before anything is written, and after each lost answer, so that none is added twice. What the
 * site does not give or take is reported in a sentence and doesn't end the restore.
 */
export async function writeComments(
  attempt: RestoreAttempt,
  objects: MatchedObjects,
): Promise<void> {
  const { input, reader, context } = attempt.parts;
  if (!input.comments) return;
  attempt.beginStep('Adding comments');
  const tally = new TakenTally();
  await addWhileTaken(attempt, 'comments', tally, async () => {
    for await (const each of storedCommentsOf(reader, context.source, attempt.signal)) {
      const targetId = objects.targetOf(each.node);
      if (targetId !== undefined) await addMissing(attempt, { ...each, targetId, tally });
    }
  });
}

interface ObjectToComment extends ObjectComments {
  targetId: string;
  tally: TakenTally;
}

/** @throws NotTaken */
async function addMissing(
  attempt: RestoreAttempt,
  { id, comments, targetId, tally }: ObjectToComment,
): Promise<void> {
  const { context, target } = attempt.parts;
  const isSameObject = context.destination.isSameSite && id === targetId;
  await addMissingThings(attempt, tally, {
    count: comments.length,
    findMissing: async () => {
      const there = await askThroughOutage(attempt, () =>
        target.comments(targetId, attempt.signal),
      );
      if ('unavailable' in there) return there;
      return { value: missingComments(comments, there.value, isSameObject) };
    },
    add: (comment) => {
      const written = { text: framed(comment), role: comment.role };
      return add(attempt, { targetId, tally }, written);
    },
  });
}

/** Whether it was taken. @throws NotTaken if none is; OutcomeUnknown */
async function add(
  attempt: RestoreAttempt,
  { targetId, tally }: Pick<ObjectToComment, 'targetId' | 'tally'>,
  comment: Pick<ObjectComments['comments'][number], 'text' | 'role'>,
): Promise<boolean> {
  const made = await askThroughOutage(attempt, async () => {
    await attempt.assertHeld();
    return attempt.parts.target.createComment(targetId, comment, attempt.signal);
  });
  return countTaken(attempt, tally, made);
}
