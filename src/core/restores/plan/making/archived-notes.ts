import { ARCHIVED_KIND } from '../../../backups/parts/archived/archived-record.ts';
import { counted } from '../../../kernel/counted.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { RestoreInput } from '../../restore-input.ts';
import { archivedNodes } from '../../objects/archived-nodes.ts';

/** What becomes of the archived objects of the backup; nothing where it has none. */
export function archivedNotes(
  context: RestoreContext,
  { archived: isChosen = false }: Pick<RestoreInput, 'archived'>,
  hasArchive: boolean,
): string[] {
  const inBackup = context.source.header.counts[ARCHIVED_KIND] ?? 0;
  if (inBackup === 0) return [];
  const all = counted(inBackup, 'archived object');
  if (!isChosen) return [`Not restored, because you didn't select them: ${all} of the backup.`];
  if (!hasArchive)
    return [`Not restored, because this kind of site has no archive: ${all} of the backup.`];
  const nodes = [...archivedNodes(context.source, context.matches.objects)];
  const made = nodes.filter(({ targetId }) => targetId === undefined).length;
  const active = nodes.length - made;
  return [
    ...(made > 0
      ? [`Created and archived at the end of the restore: ${counted(made, 'object')}.`]
      : []),
    ...(active > 0
      ? [
          `Archived in the backup and not on the destination, where they stay in use: ${counted(active, 'object')}.`,
        ]
      : []),
  ];
}
