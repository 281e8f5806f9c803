import { counted } from '../../../kernel/counted.ts';
import { missingComments } from '../../comments/missing-comments.ts';
import { storedCommentsOf } from '../../comments/stored-comments-of.ts';
import type { AtDestination } from '../../context/at-destination.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import { MAX_LISTED } from '../objects/listed-objects.ts';
import { Uncompared } from '../objects/uncompared.ts';
import { withCounterparts } from './with-counterparts.ts';

/** Which objects lack comments that they have in the backup, in sentences. */
export async function checkComments(
  context: RestoreContext,
  { reader, target, pace }: AtDestination,
): Promise<string[]> {
  const sentences: string[] = [];
  const uncompared = new Uncompared();
  const objects = storedCommentsOf(reader, context.source, pace.signal);
  const ask = (targetId: string) => target.comments(targetId, pace.signal);
  for await (const each of withCounterparts(objects, context, ask, uncompared)) {
    const { label, comments } = each.held;
    const missing = missingComments(comments, each.there, each.isSameObject).length;
    if (missing > 0 && sentences.length < MAX_LISTED)
      sentences.push(`"${label}" lacks ${counted(missing, 'comment')}.`);
  }
  return [...sentences, ...uncompared.sentences('Comments')];
}
