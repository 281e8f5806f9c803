import type { AttachmentStore } from '../../assets/ports/files/attachment-store.ts';
import {
  readStoredFile,
  type StoredAttachment,
} from '../../backups/parts/attachments/attachments-record.ts';
import { counted } from '../../kernel/counted.ts';
import { frameOf, matchAttachments } from '../attachments/match-attachments.ts';
import {
  storedAttachmentsOf,
  type ObjectAttachments,
} from '../attachments/stored-attachments-of.ts';
import { storedContent } from '../attachments/stored-content.ts';
import { tooLargeNotes } from '../plan/making/attachment-notes.ts';
import type { MatchedObjects } from '../objects/object-matches.ts';
import { askThroughOutage } from './attempt/ask-through-outage.ts';
import type { RestoreAttempt } from './attempt/restore-attempt.ts';
import { addMissingThings } from './add-missing-things.ts';
import { addWhileTaken, countTaken, TakenTally } from './taken-tally.ts';

/** Files that were refused, or not sent at all. */
class FileTally extends TakenTally {
  withoutContent = 0;
  tooLarge = 0;
}

/**
 * Gives the objects the attachments that they have in the backup, where that was chosen. What is
 * there is looked at before anything is written, and after each lost answer, so that none is added
 * twice. What the site does not list or take is reported in a sentence and doesn't end the restore.
 */
export async function writeAttachments(
  attempt: RestoreAttempt,
  objects: MatchedObjects,
): Promise<void> {
  const { input, reader, context, target } = attempt.parts;
  if (!input.attachments) return;
  const store = target.attachmentStore;
  if (!store) {
    attempt.noteAdded('attachments', { isWhole: false });
    return attempt.note("Attachments weren't restored: this kind of site takes none.");
  }
  attempt.beginStep('Adding attachments');
  const tally = new FileTally();
  await addWhileTaken(attempt, 'attachments', tally, async () => {
    for await (const each of storedAttachmentsOf(reader, context.source, attempt.signal)) {
      const targetId = objects.targetOf(each.node);
      if (targetId !== undefined) await addMissing(attempt, { store, each, targetId, tally });
    }
  });
  if (tally.withoutContent > 0)
    attempt.note(
      `Not restored, because the backup doesn't have their content: ${counted(tally.withoutContent, 'attachment')}.`,
    );
  if (tally.tooLarge > 0) attempt.noteAdded('attachments', { isWhole: false });
  for (const note of tooLargeNotes(tally.tooLarge, store.limits)) attempt.note(note);
}

interface ObjectToFill {
  store: AttachmentStore;
  each: ObjectAttachments;
  targetId: string;
  tally: FileTally;
}

/** @throws NotTaken */
async function addMissing(attempt: RestoreAttempt, object: ObjectToFill): Promise<void> {
  const { store, each, targetId, tally } = object;
  const { destination } = attempt.parts.context;
  const isSameObject = destination.isSameSite && each.id === targetId;
  await addMissingThings(attempt, tally, {
    count: each.attachments.length,
    findMissing: async () => {
      const there = await askThroughOutage(attempt, () =>
        store.attachments(targetId, attempt.signal),
      );
      if ('unavailable' in there) return there;
      return { value: matchAttachments(each.attachments, there.value, isSameObject).missing };
    },
    add: (attachment) => add(attempt, object, attachment),
  });
}

/** Whether it was taken. @throws NotTaken where none is; OutcomeUnknown */
async function add(
  attempt: RestoreAttempt,
  { store, targetId, tally }: ObjectToFill,
  attachment: StoredAttachment,
): Promise<boolean> {
  const { filename, contentType, file } = attachment;
  if (file === null) {
    tally.withoutContent += 1;
    return false;
  }
  const { reader } = attempt.parts;
  const content = storedContent(reader, await readStoredFile(reader, file));
  if (content.size > (store.limits.maxBytes ?? Infinity)) {
    tally.tooLarge += 1;
    return false;
  }
  const input = { filename, contentType, comment: frameOf(attachment), content };
  const made = await askThroughOutage(attempt, async () => {
    await attempt.assertHeld();
    return store.addAttachment(targetId, input, attempt.signal);
  });
  return countTaken(attempt, tally, made);
}
