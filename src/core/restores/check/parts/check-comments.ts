import { counted } from '../../../kernel/counted.ts';
import { missingComments } from '../../comments/missing-comments.ts';
import { storedCommentsOf } from '../../comments/stored-comments-of.ts';
import type { AtDestination } from '../../context/at-destination.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import { MAX_LISTED } from '../objects/listed-objects.ts';
import { Uncompared } from '../objects/uncompared.ts';

/** Which objects lack comments that they have in the backup, in sentences. */
export async function checkComments(
  { source, matches, destination }: RestoreContext,
  { reader, target, pace }: AtDestination,
): Promise<string[]> {
  const sentences: string[] = [];
  const uncompared = new Uncompared();
  for await (const { node, id, label, comments } of storedCommentsOf(reader, source, pace.signal)) {
    const targetId = matches.objects.targetOf(node);
    if (targetId === undefined) continue;
    const there = await target.comments(targetId, pace.signal);
    if ('unavailable' in there) {
      uncompared.add(there.unavailable);
      if (uncompared.isHopeless) break;
      continue;
    }
    uncompared.end();
    const isSameObject = destination.isSameSite && id === targetId;
    const missing = missingComments(comments, there.value, isSameObject).length;
    if (missing > 0 && sentences.length < MAX_LISTED)
      sentences.push(`"${label}" lacks ${counted(missing, 'comment')}.`);
  }
  return [...sentences, ...uncompared.sentences('Comments')];
}
