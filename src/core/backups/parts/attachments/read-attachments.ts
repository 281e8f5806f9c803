import { z } from 'zod';
import type { ListedAttachment } from '../../../assets/model/attachment.ts';
import { counted } from '../../../kernel/counted.ts';
import { Damaged, Refused } from '../../../kernel/errors.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import { askObjects } from '../../reading/ask-objects.ts';
import type { BackgroundReading, PartOutcome } from '../../reading/background-part.ts';
import { objectBatches, type ObjectOwner } from '../../reading/object-batches.ts';
import {
  attachmentOf,
  attachmentsRecord,
  readStoredAttachments,
  type StoredAttachment,
} from './attachments-record.ts';
import { attachmentMark, FileTaker, type TakenFile } from './file-taker.ts';

/** How far an interrupted reading had come, in objects of the backup in their order. */
const State = z.object({
  done: z.number(),
  /** Objects whose list was refused. */
  refused: z.number(),
  /** Attachments whose bytes couldn't be obtained. */
  missing: z.number(),
  why: z.string(),
  /** The last object whose list was given. */
  given: z.string().optional(),
  /** Files of the object that was being read, by the marks of their attachments. */
  taken: z.record(z.string(), z.string()).default({}),
  /** The file that was being read. */
  file: z
    .object({
      attachment: z.string(),
      chunks: z.array(z.string()),
      own: z.array(z.string()).default([]),
    })
    .optional(),
});
type State = z.infer<typeof State>;

/**
 * Reads the attachments of every object of the backup: a call for each list, since that somebody
 * added one need not change the object, and the bytes of those that the base doesn't have. A file
 * goes through memory chunk by chunk.
 */
export async function readAttachments(reading: BackgroundReading): Promise<PartOutcome | void> {
  const { backup, meter, save, pace } = reading;
  const { attachments, objects } = reading.readers;
  if (!attachments)
    throw new Refused('part-unavailable', "Attachments can't be read from this kind of site.");
  const nothing: State = { done: 0, refused: 0, missing: 0, why: '', taken: {} };
  const state = State.catch(nothing).parse(reading.state);
  const { total } = await backup.entries({ kind: 'object', limit: 0 });
  meter.set({ done: state.done, total });
  await save(() => asJson(state));
  const files = new FileTaker(reading, attachments, async (file) => {
    state.file = file;
    await save(() => asJson(state));
  });
  for await (const owners of objectBatches(backup, state.done)) {
    const lists = new Map<string, ListedAttachment[]>();
    const list = (id: string, signal: AbortSignal) => attachments.attachments(id, signal);
    for await (const { owner, value } of askObjects({ pace, objects }, owners, list, state))
      lists.set(owner.id, value);
    for (const owner of owners) {
      await takeObject(reading, owner, lists.get(owner.id) ?? [], { files, state });
      state.done += 1;
      state.taken = {};
      delete state.file;
      meter.set({ done: state.done });
      await save(() => asJson(state));
    }
  }
  return outcomeOf(state);
}

function outcomeOf({ refused, missing, why }: State): PartOutcome | undefined {
  const said = [
    ...(refused > 0
      ? [`The attachments of ${counted(refused, 'object')} couldn't be listed.`]
      : []),
    ...(missing > 0 ? [`The content of ${counted(missing, 'attachment')} couldn't be read.`] : []),
  ];
  if (said.length === 0) return undefined;
  return { status: 'incomplete', message: [...said, why].join(' ') };
}

async function takeObject(
  { base, writer, pace }: BackgroundReading,
  owner: ObjectOwner,
  listed: readonly ListedAttachment[],
  { files, state }: { files: FileTaker; state: State },
): Promise<void> {
  if (listed.length === 0) return;
  const before = await beforeOf(base, owner);
  const stored: StoredAttachment[] = [];
  for (const attachment of listed) {
    pace.signal.throwIfAborted();
    const known = before.find((each) => isSame(each, attachment));
    const mark = attachmentMark(attachment);
    const earlier = state.taken[mark];
    const taken: TakenFile =
      (earlier === undefined ? undefined : { file: earlier }) ??
      (known?.file ? await files.fromBase(known.file) : undefined) ??
      (await files.fromSite(owner.id, attachment, state.file));
    stored.push(attachmentOf(attachment, taken));
    delete state.file; // done with: nothing goes on from there
    if (taken.file === null)
      Object.assign(state, { missing: state.missing + 1, why: taken.why ?? '' });
    else state.taken[mark] = taken.file;
  }
  await writer.put(attachmentsRecord(owner, stored));
}

/** A base that is damaged is no base. */
async function beforeOf(
  base: BackgroundReading['base'],
  owner: ObjectOwner,
): Promise<StoredAttachment[]> {
  if (!base) return [];
  try {
    return await readStoredAttachments(base, owner);
  } catch (error) {
    if (error instanceof Damaged) return [];
    throw error;
  }
}

/** An attachment never changes: another one has another id. A site need not say how large it is. */
const isSame = (a: StoredAttachment, b: ListedAttachment): boolean =>
  a.id === b.id &&
  (a.size === b.size || b.size === null) &&
  a.filename === b.filename &&
  a.created === b.created;
