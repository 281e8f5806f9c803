import { counted } from '../../../kernel/counted.ts';
import { archivedNodes } from '../../objects/archived-nodes.ts';
import type { RestoreContext } from '../../context/restore-context.ts';

/**
 * Objects that the restore made of archived ones and that are in use, and those of the archive that
 * couldn't be compared, in sentences.
 */
export function checkArchived(context: RestoreContext, notGiven: number): string[] {
  const active = [...archivedNodes(context.source, context.matches.objects)].filter(
    ({ isOwn }) => isOwn,
  );
  const sentences = [
    [
      active.length,
      "of the backup's archive still in use, though the restore was to archive them.",
    ],
    [notGiven, "of the archive couldn't be compared: the site doesn't give their values."],
  ] as const;
  return sentences
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${counted(count, 'object')} ${words}`);
}
