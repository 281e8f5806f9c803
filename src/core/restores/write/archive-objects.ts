import type { ArchiveStore } from '../../assets/ports/parts/archive-store.ts';
import { counted } from '../../kernel/counted.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import { askThroughOutage } from './attempt/ask-through-outage.ts';
import type { RestoreAttempt } from './attempt/restore-attempt.ts';
import { archivedNodes } from '../objects/archived-nodes.ts';

/**
 * Archives the objects that this run created from archived ones; existing objects stay as they are.
 * What the site doesn't archive is reported and doesn't end the restore.
 */
export async function archiveObjects(
  attempt: RestoreAttempt,
  objects: MatchedObjects,
  schemaId: string,
): Promise<void> {
  const { context, target, meter } = attempt.parts;
  const { archive } = target;
  const made = [...archivedNodes(context.source, objects)].flatMap(({ targetId, isOwn }) =>
    isOwn && targetId !== undefined ? [targetId] : [],
  );
  if (!archive || made.length === 0) return;
  attempt.beginStep('Archiving objects', { done: 0, total: made.length });
  const refused: string[] = [];
  let why = '';
  for (const [at, targetId] of made.entries()) {
    await attempt.assertHeld();
    const put = await askThroughOutage(attempt, () =>
      archive.archiveObject(targetId, attempt.signal),
    );
    if ('unavailable' in put) {
      refused.push(targetId);
      why = put.unavailable;
    } else attempt.countWrite();
    meter.set({ done: at + 1 });
    await attempt.saveIfDue();
  }
  const left = await notArchived(archive, refused, schemaId, attempt.signal);
  if (left > 0)
    attempt.note(
      `${counted(left, 'object')} couldn't be archived, and can be found like any other. ${why} Archive them by hand.`,
    );
}

/**
 * How many are not in the archive. Asked because an object that was archived by a call with a lost
 * answer is refused, too.
 */
async function notArchived(
  archive: ArchiveStore,
  refused: readonly string[],
  schemaId: string,
  signal: AbortSignal,
): Promise<number> {
  if (refused.length === 0) return 0;
  const listed = await archive.archived(schemaId, signal);
  if ('unavailable' in listed) return refused.length;
  const there = new Set(listed.value.objects.map(({ id }) => id));
  return refused.filter((id) => !there.has(id)).length;
}
