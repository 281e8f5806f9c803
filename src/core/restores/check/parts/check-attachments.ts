import type { ListedAttachment } from '../../../assets/model/attachment.ts';
import type { AttachmentStore } from '../../../assets/ports/files/attachment-store.ts';
import {
  chunkRecord,
  readStoredFile,
  type StoredAttachment,
} from '../../../backups/parts/attachments/attachments-record.ts';
import { ChunkSink } from '../../../backups/parts/attachments/chunk-sink.ts';
import { counted } from '../../../kernel/counted.ts';
import { matchAttachments } from '../../attachments/match-attachments.ts';
import { storedAttachmentsOf } from '../../attachments/stored-attachments-of.ts';
import type { AtDestination } from '../../context/at-destination.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import { MAX_LISTED } from '../objects/listed-objects.ts';
import { Uncompared } from '../objects/uncompared.ts';
import { withCounterparts } from './with-counterparts.ts';

/**
 * Which objects lack attachments that they have in the backup, or have others, byte for byte, in
 * sentences.
 */
export async function checkAttachments(
  context: RestoreContext,
  open: AtDestination,
): Promise<string[]> {
  const { reader, target, pace, meter } = open;
  const store = target.attachmentStore;
  if (!store) return [];
  meter.set({ step: 'Comparing attachments' });
  const sentences: string[] = [];
  const uncompared = new Uncompared();
  const objects = storedAttachmentsOf(reader, context.source, pace.signal);
  const ask = (targetId: string) => store.attachments(targetId, pace.signal);
  for await (const each of withCounterparts(objects, context, ask, uncompared)) {
    const { label, attachments } = each.held;
    const files = attachments.filter(({ file }) => file !== null);
    const { missing, pairs } = matchAttachments(files, each.there, each.isSameObject);
    const say = (sentence: string): void => {
      if (sentences.length < MAX_LISTED) sentences.push(sentence);
    };
    if (missing.length > 0) say(`"${label}" lacks ${counted(missing.length, 'attachment')}.`);
    for (const pair of pairs) {
      const why = await whyUnequal(store, each.targetId, pair, open);
      if (why !== undefined) say(`"${pair.stored.filename}" of "${label}" ${why}`);
    }
  }
  return [...sentences, ...uncompared.sentences('Attachments')];
}

interface Pair {
  stored: StoredAttachment;
  there: ListedAttachment;
}

/** Chunk by chunk, so that it may be of any size. */
async function whyUnequal(
  store: AttachmentStore,
  targetId: string,
  { stored, there }: Pair,
  { reader, pace }: AtDestination,
): Promise<string | undefined> {
  const { chunks } = await readStoredFile(reader, stored.file ?? '');
  const sink = new ChunkSink(async (bytes) => chunkRecord(bytes).id);
  const read = await store.attachmentBytes(targetId, there, sink, pace.signal);
  if ('unavailable' in read) return `couldn't be compared. ${read.unavailable}`;
  const found = await sink.end();
  return found.chunks.join() === chunks.join() ? undefined : 'differs from the backup.';
}
