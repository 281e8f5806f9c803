import { z } from 'zod';
import type { AvatarReader } from '../../../assets/ports/files/avatar-reader.ts';
import type { Available } from '../../../assets/ports/site/available.ts';
import { readPicture } from '../../../assets/reading/read-picture.ts';
import { counted } from '../../../kernel/counted.ts';
import { Damaged, Refused } from '../../../kernel/errors.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import { askObjects } from '../../reading/ask-objects.ts';
import type { BackgroundReading, PartOutcome } from '../../reading/background-part.ts';
import { outcomeOfMissing } from '../../reading/outcome-of-missing.ts';
import {
  avatarRecords,
  readAvatarFile,
  readStoredAvatar,
  type AvatarOwner,
} from './avatar-records.ts';

const Owner = z.object({ updated: z.string().catch(''), hasAvatar: z.boolean().catch(false) });
/** Avatars that are asked for before the next ones are. */
const BATCH = 100;

/** How far an interrupted reading had come. */
const State = z.object({
  /** Objects of the backup, in their order. */
  done: z.number(),
  /** Avatars that were wanted, and those of them that couldn't be obtained. */
  asked: z.number(),
  refused: z.number(),
  /** Why the last one couldn't. */
  why: z.string(),
  /** The last object whose avatar was given. */
  given: z.string().optional(),
});
type State = z.infer<typeof State>;

/**
 * Reads the avatars of the objects that had one when they were backed up. That of an object that
 * has not changed since the base is taken from there.
 */
export async function readAvatars(reading: BackgroundReading): Promise<PartOutcome | void> {
  const { readers, backup, meter, save } = reading;
  const { avatars } = readers;
  if (!avatars)
    throw new Refused('part-unavailable', "Avatars can't be read from this kind of site.");
  const nothing: State = { done: 0, asked: 0, refused: 0, why: '' };
  const state = State.catch(nothing).parse(reading.state);
  const { total } = await backup.entries({ kind: 'object', limit: 0 });
  meter.set({ done: state.done, total });
  for await (const { owners, reached } of batchesOf(reading, state.done)) {
    await takeBatch(reading, avatars, owners, state);
    state.done = reached;
    meter.set({ done: reached });
    await save(() => asJson(state));
  }
  const { asked, refused, why } = state;
  return outcomeOfMissing({ asked, missing: refused, why, words: counted(refused, 'avatar') });
}

/** Objects that have an avatar, and how many of the backup's objects these are up to the last. */
interface OwnerBatch {
  owners: SeenOwner[];
  reached: number;
}

async function* batchesOf(
  { backup, pace }: BackgroundReading,
  skipped: number,
): AsyncGenerator<OwnerBatch> {
  let owners: SeenOwner[] = [];
  let reached = 0;
  for await (const object of backup.records({ kind: 'object', signal: pace.signal })) {
    reached += 1;
    if (reached <= skipped) continue;
    const { type: typeId, id, label, body } = object;
    const { hasAvatar, updated } = Owner.parse(body);
    if (hasAvatar) owners.push({ typeId, id, label, updated });
    if (owners.length < BATCH) continue;
    yield { owners, reached };
    owners = [];
  }
  yield { owners, reached };
}

async function takeBatch(
  reading: BackgroundReading,
  avatars: AvatarReader,
  owners: readonly SeenOwner[],
  state: State,
): Promise<void> {
  const { base, writer, pace } = reading;
  const put = async (owner: SeenOwner, picture: Uint8Array): Promise<void> => {
    for (const record of avatarRecords(owner, picture)) await writer.put(record);
  };
  const waiting: SeenOwner[] = [];
  for (const owner of owners) {
    const known = await fromBase(base, owner);
    if (known) await put(owner, known);
    else waiting.push(owner);
  }
  const ask = async (id: string, signal: AbortSignal): Promise<Available<Uint8Array | null>> => {
    const found = await readPicture(() => avatars.avatarBytes(id, signal), NO_PICTURE);
    return typeof found === 'string' ? { unavailable: found } : { value: found };
  };
  const asking = { pace, hasSome: waiting.length < owners.length };
  for await (const { owner, value } of askObjects(asking, waiting, ask, state))
    if (value) await put(owner, value);
  state.asked += owners.length;
}

const NO_PICTURE = 'What the site gives as an avatar is no picture.';

interface SeenOwner extends AvatarOwner {
  label: string;
  updated: string;
}

/** A base that is damaged is no base. */
async function fromBase(
  base: BackupReader | undefined,
  owner: SeenOwner,
): Promise<Uint8Array | undefined> {
  if (!base) return undefined;
  try {
    const before = await readStoredAvatar(base, owner);
    if (!before || before.updated === '' || before.updated !== owner.updated) return undefined;
    return await readAvatarFile(base, before.file);
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}
