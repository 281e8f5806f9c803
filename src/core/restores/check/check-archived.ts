import { counted } from '../../kernel/counted.ts';
import { archivedNodes } from '../objects/archived-nodes.ts';
import type { RestoreContext } from '../context/restore-context.ts';

/** Objects that the restore made of archived ones and that are in use, in a sentence. */
export function checkArchived(context: RestoreContext): string[] {
  const active = [...archivedNodes(context.source, context.matches.objects)].filter(
    ({ isOwn }) => isOwn,
  );
  if (active.length === 0) return [];
  return [`${counted(active.length, 'object')} of the backup's archive aren't archived.`];
}
